"""What a new password has to be like: Django's rules, said so that one knows how to mend it."""

from django.contrib.auth import password_validation as django_rules


class Unlike(django_rules.UserAttributeSimilarityValidator):
    """Not the person's own name, login ID or address."""

    def get_error_message(self) -> str:
        """Say what to choose instead."""
        return "パスワードは、氏名・ログインID・メールアドレスに似ていないものにしてください"


class LongEnough(django_rules.MinimumLengthValidator):
    """Of a least length."""

    def get_error_message(self) -> str:
        """Say how long it has to be."""
        return f"パスワードは、{self.min_length}字以上にしてください"


class Uncommon(django_rules.CommonPasswordValidator):
    """None of those that everybody tries first."""

    def get_error_message(self) -> str:
        """Say what to choose instead."""
        return "よく使われるパスワードです。ことばをいくつかつなぐなど、ほかのものにしてください"


class NotOnlyDigits(django_rules.NumericPasswordValidator):
    """No row of digits."""

    def get_error_message(self) -> str:
        """Say what to add."""
        return "パスワードには、数字のほかに、英字なども入れてください"
