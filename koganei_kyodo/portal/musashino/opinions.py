"""Short made-up opinions for the coded open answers of Musashino's report.

What the departments really wrote is no part of our data. These sentences are ours: they show the
form of the tables, and each is marked as made up. A star stands before one of attribute ④.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STAR = "★"


@dataclass(frozen=True)
class CodedOpinions:
    """One table: its place, its title, the open question, and opinions by code."""

    after: str
    title: str
    question: str
    opinions: Mapping[str, Sequence[str]]
    note: str = ""


_ITALIC = "斜体は、協働をしたことがない課（属性④）の意見です。"
TABLES = (
    CodedOpinions(
        "8",
        "協働相手の選定基準（主なもの）",
        "selection_criteria",
        {
            "決まりによるもの": ["担当する事業の要綱に、相手の条件を書いている。"],
            "力や経験によるもの": [
                "その仕事をやりとげる力がある団体を選ぶ。",
                "同じような事業をした経験を重く見る。",
            ],
        },
    ),
    CodedOpinions(
        "10",
        "協働を進めることによるメリットの具体的な内容（主な意見）",
        "merits_detail",
        {
            "行政だけでは提供できないサービスの提供": ["市の職員にはない技術を生かせた。"],
            "地域密着型のサービスの提供や地域情報の把握": [
                "町の細かな困りごとが、早く耳に入るようになった。"
            ],
            "地域の自立等の促進": ["住民どうしで考えて動く場面が増えた。"],
            "その他": ["ほかの地域の工夫を教えてもらえた。"],
        },
    ),
    CodedOpinions(
        "12",
        "協働を進める上での不安や課題の具体的な内容（主な意見）",
        "concerns_detail",
        {
            "市との役割分担や責任所在が不明確となる不安": [
                "物がこわれたとき、だれが直すかを決めていなかった。"
            ],
            "団体側の事務処理能力や事業遂行能力への不安": [
                "書類をまとめる人がいない団体では、市が手伝うことになる。"
            ],
            "団体の事業継続性に対する不安": ["会員の年齢が上がり、続けられるか心配だ。"],
            "団体との意思疎通が十分に行えない": ["昼に連絡がつかず、相談が夜になる。"],
        },
    ),
    CodedOpinions(
        "17",
        "協働を実施したいとは思わない具体的な理由（主な意見）",
        "reasons_detail",
        {
            "制度上の問題がある": ["★法律で市がすると決まっている仕事が多い。"],
            "協働に馴染む事業が思い当たらない": ["★庁内だけの事務で、市民と行う場面がない。"],
            "市民活動団体等に対する情報が足りない": ["★どんな団体があるのかを知らない。"],
            "その他": ["★ほかの課の事業を手伝うことはある。"],
        },
        _ITALIC,
    ),
    CodedOpinions(
        "20",
        "市民団体等に改善を求める具体的な内容（主な意見）",
        "groups_detail",
        {
            "企画力の向上": ["毎年同じ内容なので、新しい案を出してほしい。"],
            "人材の育成": [
                "代表が代わっても続けられるようにしてほしい。",
                "★若い人を仲間に入れてほしい。",
            ],
            "専門知識やノウハウの蓄積": ["★市の決まりを知る機会を持ってほしい。"],
            "団体の組織運営能力の蓄積": ["連絡の窓口を1つに決めてほしい。"],
        },
        _ITALIC,
    ),
    CodedOpinions(
        "23",
        "行政として取り組む必要があると思われる具体的な内容",
        "city_detail",
        {
            "企画調整力の向上": ["いまの仕事を、協働しやすい形に組み直したい。"],
            "市民団体等の育成": ["★はじめの費用を助ける仕組みがあるとよい。"],
            "職員の協働に対する意識の啓発および向上": [
                "職員によって、取り組み方に差がある。",
                "★まず、協働の例を知ることから始めたい。",
            ],
            "人事異動についての配慮": ["担当が代わっても、約束が引き継がれるようにしたい。"],
            "行政と市民団体相互の理解の促進のためのルールの整備": ["★相手を選ぶ基準がほしい。"],
        },
        _ITALIC,
    ),
    CodedOpinions(
        "24",
        "その他の自由意見（主なもの）",
        "other_opinions",
        {
            "様々な情報の共有": [
                "うまくいった例も、失敗した例も読めるようにしてほしい。",
                "★どの課が何をしているか、まとめて見たい。",
            ],
            "職員の意識啓発": ["★協働とは何かを、職員で話し合う場がほしい。"],
            "人材や団体の育成": ["若い団体に、活動する場所を用意したい。"],
        },
        _ITALIC,
    ),
)
