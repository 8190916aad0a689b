"""Photos of a few projects of the demo: made-up drawings, and each of them says so."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from koganei_kyodo.documents.pictures import read_picture
from koganei_kyodo.portal.demo.city import City
from projects import actions
from projects.models import ProjectRecord

WIDTH, HEIGHT = 960, 720
HORIZON = 400
SKY, GRASS, WATER, EARTH = "#cfe4f5", "#7fae6b", "#5d9cc9", "#8a6a4a"
FLOWERS = ("#d9485f", "#f2b632", "#ffffff", "#8d5fb5")
CLOTHES = ("#2f5d8a", "#b5542f", "#3f7a4a", "#6b4a8a")
MARK = "架空の絵（写真ではありません）"
_FONT = settings.BASE_DIR / "koganei_kyodo" / "documents" / "fonts" / "BIZUDPGothic-Bold.ttf"
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True)
class Scene:
    """A drawing: which projects it fits, by a word of their names, and what it shows."""

    word: str
    alt: str
    draw: Callable[[Draw], None]


def _person(draw: Draw, x: int, y: int, colour: str) -> None:
    draw.ellipse((x - 22, y - 150, x + 22, y - 106), fill="#e8c29a")
    draw.rounded_rectangle((x - 32, y - 104, x + 32, y), radius=18, fill=colour)


def _flower_bed(draw: Draw) -> None:
    draw.rectangle((80, 470, 880, 640), fill=EARTH)
    for row in range(3):
        for column in range(13):
            x, y = 115 + column * 60 + row % 2 * 20, 500 + row * 50
            draw.line((x, y, x, y + 34), fill="#3f7a4a", width=6)
            draw.ellipse((x - 16, y - 16, x + 16, y + 16), fill=FLOWERS[(row + column) % 4])
    for index, x in enumerate((240, 470, 720)):
        _person(draw, x, 460, CLOTHES[index])


def _river(draw: Draw) -> None:
    draw.polygon([(380, HORIZON), (560, HORIZON), (960, 720), (60, 720)], fill=WATER)
    for index, (x, y) in enumerate(((430, 480), (610, 560), (360, 640))):
        draw.arc((x, y, x + 120, y + 24), 0, 180, fill="#e6f1f8", width=5)
        _person(draw, (170, 800, 880)[index], (560, 520, 640)[index], CLOTHES[index])
    draw.line((205, 500, 330, 590), fill=EARTH, width=8)
    draw.ellipse((300, 570, 380, 630), outline=EARTH, width=8)


def _festival(draw: Draw) -> None:
    for index, x in enumerate((80, 370, 660)):
        draw.rectangle((x, 330, x + 220, 480), fill="#f7f3e8", outline=EARTH, width=5)
        stripe = ("#d9485f", "#2f5d8a", "#3f7a4a")[index]
        draw.polygon([(x - 20, 330), (x + 240, 330), (x + 190, 240), (x + 30, 240)], fill=stripe)
    for index, x in enumerate((150, 300, 460, 600, 760, 880)):
        _person(draw, x, 600 + index % 2 * 40, CLOTHES[index % 4])


SCENES = (
    Scene("花いっぱい", "花だんの手入れをする3人の人（架空の絵）", _flower_bed),
    Scene("川の生きもの", "川の生きものを、あみで調べる人たち（架空の絵）", _river),
    Scene("フェスタ", "3つのテントと、集まった人たち（架空の絵）", _festival),
)


def fill(city: City) -> None:
    """Give the newest published project of each kind its drawing."""
    newest = ProjectRecord.objects.published().filter(fiscal_year=city.last_year).order_by("pk")
    for scene in SCENES:
        record = newest.filter(name__contains=scene.word).first()
        if record is not None:
            picture = read_picture(io.BytesIO(picture_of(scene)))
            actions.add_photo(
                record, picture, alt=scene.alt, is_public=True, by=city.people["shukan"]
            )


def picture_of(scene: Scene) -> bytes:
    """Draw a scene, with the words that it is made up, and return it as a PNG file."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.ellipse((760, 60, 860, 160), fill="#f7d774")
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=GRASS)
    scene.draw(draw)
    draw.rectangle((0, HEIGHT - 56, WIDTH, HEIGHT), fill="#1a1a1a")
    font = ImageFont.truetype(str(_FONT), 28)
    draw.text((WIDTH / 2, HEIGHT - 28), MARK, font=font, fill="#ffffff", anchor="mm")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
