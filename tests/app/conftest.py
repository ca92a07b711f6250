"""The kit's context serves the window's tests too."""

from tests.ui.conftest import context

__all__ = ["context"]
