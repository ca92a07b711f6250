"""What the machine can tell about where a shop is."""

from __future__ import annotations

import pytest

from shopdesk.services.locality import country_of, is_country, machine_timezone


@pytest.mark.parametrize(
    ("timezone", "country"),
    [
        ("Europe/Berlin", "DE"), ("Asia/Shanghai", "CN"), ("Europe/London", "GB"), ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"), ("Europe/Kyiv", "UA"), ("PRC", "CN"), ("UTC", ""), ("Etc/UTC", ""), ("Etc/GMT-8", ""),
        ("Mars/Phobos", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_country_of_a_time_zone(timezone: str, country: str) -> None:
    assert country_of(timezone) == country


@pytest.mark.parametrize(
    ("variable", "timezone"),
    [("Asia/Shanghai", "Asia/Shanghai"), (":Europe/Berlin", "Europe/Berlin"), ("UTC", "UTC"), ("Etc/UTC", "UTC"),
     ("CET-1CEST", "UTC"), ("no/such place", "UTC")],
)  # fmt: skip
def test_the_machines_time_zone(monkeypatch: pytest.MonkeyPatch, variable: str, timezone: str) -> None:
    monkeypatch.setenv("TZ", variable)
    assert machine_timezone() == timezone


@pytest.mark.parametrize("code", ["DE", "CN", "HK", "TW", "GB", "US"])
def test_countries(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["", "de", "ZZ", "001", "EU", "DEU", "UK"])
def test_what_is_no_country(code: str) -> None:
    assert not is_country(code)
