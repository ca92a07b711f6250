"""Chinese addresses in one cell, taken apart."""

from __future__ import annotations

import pytest

from shopdesk.domain.chinese_address import ChineseAddress, split_chinese


@pytest.mark.parametrize(
    ("text", "street", "postcode"),
    [
        ("湖南省长沙市开福区芙蓉北路10号(410082)", "芙蓉北路10号", "410082"),
        ("湖南省长沙市开福区芙蓉北路10号 410082", "芙蓉北路10号", "410082"),
        ("湖南省 长沙市 开福区 芙蓉北路10号410082", "芙蓉北路10号", "410082"),
        ("湖南省长沙市（410082）开福区芙蓉北路10号", "芙蓉北路10号", "410082"),
        ("湖南省长沙市开福区芙蓉北路10号（邮编：410082）", "芙蓉北路10号", "410082"),
        ("湖南省长沙市开福区芙蓉北路10号，邮编 410082", "芙蓉北路10号", "410082"),
        ("湖南省长沙市开福区芙蓉北路 B410082", "芙蓉北路 B410082", ""),
        ("湖南省长沙市开福区芙蓉北路 12-410082", "芙蓉北路 12-410082", ""),
        ("湖南省长沙市开福区芙蓉北路 13800138000", "芙蓉北路 13800138000", ""),
    ],
)
def test_the_postcode_is_not_left_in_the_street(text, street, postcode):
    assert split_chinese(text) == ChineseAddress("湖南省", "长沙市", "开福区", street, postcode)


def test_other_addresses_are_left_whole():
    assert split_chinese("Lindenstraße 14, 10969 Berlin") is None
