"""The lists that need no tab, by their name on the command line; the orders list is its tab's (``tabs.orders``)."""

from __future__ import annotations

from collections.abc import Mapping

from shopdesk.lists.carriers import CARRIERS
from shopdesk.lists.customers import CUSTOMERS
from shopdesk.lists.exceptions import EXCEPTIONS
from shopdesk.lists.imports import IMPORTS
from shopdesk.lists.print_jobs import PRINT_JOBS
from shopdesk.lists.products import PRODUCTS
from shopdesk.lists.refunds import INVOICES, REFUNDS
from shopdesk.lists.spec import ListSpec
from shopdesk.lists.stock import STOCK

LISTS: Mapping[str, ListSpec] = {
    spec.key: spec
    for spec in (PRODUCTS, STOCK, CARRIERS, CUSTOMERS, IMPORTS, EXCEPTIONS, REFUNDS, INVOICES, PRINT_JOBS)
}
