"""Two hundred labels that differ in what could break one: script, length, codes, marks, missing parts."""

from __future__ import annotations

from random import Random

from shopdesk.domain.addresses import Address, address_lines, country_line, destination_code, needs_customs
from shopdesk.domain.paper import LabelData, Pictogram
from tests.printing.conftest import make_label

PEOPLE = (
    (
        "王小明",
        Address(
            "张江高科技园区博云路 2 号浦软大厦", "3 号楼 1201 室", "", "浦东新区", "上海市", "上海市", "201203", "CN"
        ),
    ),
    (
        "欧阳娜娜",
        Address("广东省深圳市南山区粤海街道科技园科苑路 15 号科兴科学园 B 栋 4 单元 1801 前台转交", country="CN"),
    ),
    ("Emma Fischer", Address("Lindenstraße 14", city="Berlin", postcode="10969", country="DE")),
    (
        "Noah Smith",
        Address("1600 Amphitheatre Pkwy", city="Mountain View", region="California", postcode="94043", country="US"),
    ),
    ("José Ñuñez", Address("Calle de Alcalá 42, 3º izq.", city="Madrid", postcode="28014", country="ES")),
    (
        "李 Li Wei (Wayne)",
        Address("No. 88 Zhangjiang Rd 张江路 88 号", "Bldg 3", city="Shanghai", postcode="201203", country="CN"),
    ),
    ("田中 花子", Address("丸の内1-1-1", city="千代田区", region="東京都", postcode="100-0005", country="JP")),
    (
        "Maximiliana Alexandrovna Featherstonehaugh-Cholmondeley",
        Address(
            "Flat 12B, The Old Brewery Residences, North Tower, Entrance by the Canal",
            "221 Some Extraordinarily Long Street Name Road",
            "Opposite the Railway Station",
            city="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
            region="Anglesey",
            postcode="LL61 5UJ",
            country="GB",
        ),
    ),
    ("X", Address("1")),
    ("Åsa Öberg", Address("Storgatan 1", city="Kiruna", postcode="981 31", country="SE")),
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _waybill(random: Random) -> str:
    kind = random.randrange(5)
    if kind == 0:
        return "".join(random.choices("0123456789", k=random.randint(8, 26)))
    if kind == 1:
        return "".join(random.choices(_LETTERS, k=random.randint(6, 20)))
    if kind == 2:
        return "SF" + "".join(random.choices("0123456789", k=13))
    if kind == 3:
        return "RR123456785CN"
    return "jd-" + "".join(random.choices("0123456789", k=random.randint(5, 12)))


def various_labels(count: int, seed: int = 7) -> list[LabelData]:
    """``count`` different labels, always the same ones for a seed."""
    random = Random(seed)
    marks = tuple(Pictogram)
    labels = []
    for number in range(count):
        name, address = PEOPLE[number % len(PEOPLE)]
        origin, language = (("CN", "zh_CN"), ("DE", "en"))[number % 2]
        lines, country = address_lines(address, origin, language), country_line(address, origin, language)
        labels.append(
            make_label(
                order_id=number + 1,
                order_no=random.choice(("303-0318031-01081%02d", "260122%09d", "#%d", "订单-%d", "WC_%05d/a")) % number,
                recipient_name=name,
                recipient_company="Featherstonehaugh & Daughters Import Export Ltd." if number % 7 == 3 else "",
                recipient_lines=lines[:-1] if country else lines,
                recipient_country=country,
                destination=destination_code(address, origin),
                waybill=_waybill(random),
                parcel_no=1,
                parcel_count=1 + number % 3,
                weight_g=random.choice((None, 80, 1200, 29_950)),
                pictograms=marks[: number % 4],
                instruction="Leave with the neighbour at 219, 门口有狗" if number % 5 == 2 else "",
                customs=needs_customs(address, origin),
                language=language,
            )
        )
    return labels
