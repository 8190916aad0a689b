from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = "団体と担当課"

    def ready(self) -> None:
        """Put on the dashboard what waits, and the staff's pages about groups and offices."""
        from koganei_kyodo.admin_queues import register_queue
        from koganei_kyodo.staff_pages import StaffPage, register_staff_page
        from organizations.permissions import (
            may_import,
            may_invite,
            may_keep_registry,
            may_reorganize,
            may_see_yearly,
        )
        from organizations.queues import people_waiting, registry_waiting

        register_queue(people_waiting)
        register_queue(registry_waiting)
        for label, name, purpose, may in (
            (
                "団体の登録",
                "organizations:applications",
                "登録の申請を確かめて、登録するか、直してもらうかを決めます。",
                may_keep_registry,
            ),
            (
                "紙の申請書の入力",
                "organizations:paper_entry",
                "紙で出された登録の申請書を、団体の代わりに入力します。",
                may_keep_registry,
            ),
            (
                "変更届",
                "organizations:changes",
                "団体が届け出た変更を、いまの内容と見比べて受け付けます。",
                may_keep_registry,
            ),
            (
                "登録の更新",
                "organizations:renewals",
                "1年に1回の確認が済んだ団体と、まだの団体がわかります。手紙も作れます。",
                may_keep_registry,
            ),
            (
                "名簿の取り込み",
                "organizations:imports",
                "ExcelやCSVの名簿を、結果を見てから取り込みます。",
                may_import,
            ),
            (
                "団体の重複と統合",
                "organizations:duplicates",
                "同じ団体かもしれない記録を見比べて、1つにまとめます。元に戻せます。",
                may_keep_registry,
            ),
            (
                "団体へのお知らせ",
                "organizations:messages",
                "条件に合う団体に、メールや手紙で知らせます。",
                may_import,
            ),
            (
                "組織改正",
                "organizations:reorganizations",
                "課の名前が変わる、分かれる、1つになることを、まとめて準備します。",
                may_reorganize,
            ),
            (
                "人を招待する",
                "organizations:invitation_list",
                "団体・担当課・センターで使う人を招き、招待のようすを見ます。",
                may_invite,
            ),
            (
                "4月1日の確認",
                "organizations:yearly",
                "すべての人の所属を、続ける・終わる・異動するに分けます。",
                may_see_yearly,
            ),
        ):
            register_staff_page(StaffPage("団体と課", label, name, purpose, may))
