"""Chinese addresses written in one cell → province, city, district, street, where the text is plain about it."""

from __future__ import annotations

import re
from typing import NamedTuple

_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_REGIONS = ("内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门")
_REGION = re.compile(
    r"^(?P<region>(?:[\u4e00-\u9fff]{2,3}省|(?:北京|上海|天津|重庆)市?|内蒙古(?:自治区)?|广西(?:壮族自治区)?|西藏(?:自治区)?|"
    r"宁夏(?:回族自治区)?|新疆(?:维吾尔自治区)?|(?:香港|澳门)(?:特别行政区)?))\s*"
)
_CITY = re.compile(r"^(?P<city>[\u4e00-\u9fff]{1,9}?(?:自治州|地区|市|盟|州(?!区|市)))\s*")
_DISTRICT = re.compile(r"^(?P<district>[\u4e00-\u9fff]{1,9}?(?:自治县|自治旗|新区|区|县|市|旗))\s*")
_SHORT_PROVINCES = re.compile(
    r"^(?P<region>河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)(?=[\u4e00-\u9fff\s])\s*"
)
_POSTCODE = re.compile(
    r"[(（]\s*(?:邮编\s*[:：]?\s*)?(?P<bracketed>\d{6})\s*[)）]"
    r"|(?<![\w-])(?:邮编\s*[:：]?\s*)?(?P<last>\d{6})$",
    re.ASCII,
)


class ChineseAddress(NamedTuple):
    """The parts; blank where the text does not say."""

    region: str
    city: str
    district: str
    street: str
    postcode: str = ""


def split_chinese(text: str) -> ChineseAddress | None:
    """``江苏省 南京市 建邺区 沙洲街道… (210019)`` → its parts; ``None`` when the text does not begin with a province.

    A postcode is six digits at the end or in brackets anywhere; digits right behind a letter or another number are
    part of the street.
    """
    rest, postcode = _without_postcode(text.strip())
    rest = rest.removeprefix("中国").lstrip(" ,，")
    found = _REGION.match(rest) or _SHORT_PROVINCES.match(rest)
    if not found:
        return None
    region, rest = found["region"], rest[found.end() :]
    city = district = ""
    if found := _CITY.match(rest):
        city, rest = found["city"], rest[found.end() :]
    elif region.removesuffix("市") in _MUNICIPALITIES:
        city = region.removesuffix("市") + "市"
    if city and (found := _DISTRICT.match(rest)):
        district, rest = found["district"], rest[found.end() :]
    return ChineseAddress(region, city, district, rest.strip(" ,，"), postcode)


def _without_postcode(text: str) -> tuple[str, str]:
    found = _POSTCODE.search(text)
    if not found:
        return text, ""
    rest = f"{text[: found.start()].rstrip(' ,，')} {text[found.end() :].lstrip(' ,，')}"
    return rest.strip(), found["bracketed"] or found["last"]
