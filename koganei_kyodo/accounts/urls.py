"""Login, logout and the change of one's password."""

from django.contrib.auth import views
from django.urls import path

from koganei_kyodo.accounts.forms import LoginForm, PasswordForm

urlpatterns = [
    path(
        "login/",
        views.LoginView.as_view(authentication_form=LoginForm, redirect_authenticated_user=True),
        name="login",
    ),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path(
        "password/",
        views.PasswordChangeView.as_view(
            form_class=PasswordForm, template_name="registration/password_change.html"
        ),
        name="password_change",
    ),
    path(
        "password/done/",
        views.PasswordChangeDoneView.as_view(template_name="registration/password_changed.html"),
        name="password_change_done",
    ),
]
