"""What the jobs of the worker are called where people read of them: in the trail of changes."""

JOB_WORDS = {
    "accounts.mail_password_reset": "パスワードの再設定のメール",
    "accounts.mail_confirmation": "アドレスの確認のメール",
    "accounts.mail_old_address": "前のアドレスへのメール",
    "accounts.mail_notice": "お知らせのメール",
    "accounts.daily_digest": "1日1回のお知らせのメール",
    "documents.render_document": "帳票を作る",
    "documents.prune_renderings": "古い帳票を片付ける",
    "organizations.send_invitation": "招待のメール",
    "organizations.check_import": "名簿を調べる",
    "organizations.apply_import": "名簿を取り込む",
    "organizations.forget_old_imports": "古い名簿のファイルを消す",
    "organizations.send_registry_mail": "団体の登録のメール",
    "organizations.send_group_message": "団体へのお知らせのメール",
    "organizations.renew_registrations": "登録の確認のお願いと失効",
    "portal.forget_old_jobs": "古い仕事の記録を消す",
    "portal.prune_rate_counts": "回数の記録を消す",
    "portal.apply_retention": "保存年限の過ぎたものの廃棄",
    "surveys.mail_round": "調査の依頼のメール",
    "surveys.close_due": "期限の来た調査を締め切る",
    "surveys.delete_due": "調査の連絡先を決めた日に消す",
}
