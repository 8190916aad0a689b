from django.contrib import admin

from koganei_kyodo.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """People and whether their account can be used; rights come from 所属 (memberships)."""

    list_display = ["name", "login_id", "email", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["name", "name_kana", "login_id", "email"]
    search_help_text = "氏名・ふりがな・ログインID・メールアドレスで探せます"
    fields = ["name", "name_kana", "login_id", "email", "is_active", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]
