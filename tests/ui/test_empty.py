"""What stands where rows would be: its sentence is read whole at every width, in both languages."""

from __future__ import annotations

import pytest

from shopdesk.ui.empty import EmptyPane
from shopdesk.ui.tab import ViewDeclaration
from shopdesk.ui.view_switch import ViewSwitch

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXTS = (
    "New orders come here first: drop an export file on the window.",
    "新订单先到这里：把导出的文件拖到窗口上即可，拖进来之后会先给你看有哪些新订单、哪些有变动，再决定要不要导入。",
)


@pytest.mark.parametrize("width", [240, 380, 900])
@pytest.mark.parametrize("text", TEXTS)
def test_the_sentence_wraps_and_is_never_cut(qtbot, context, text, width):
    pane = EmptyPane(context)
    qtbot.addWidget(pane)
    pane.say("package", text, text)
    pane.resize(width, 500)
    pane.show()
    assert pane.width() == width
    for label in (pane._heading, pane._sentence):
        assert label.height() >= label.heightForWidth(label.width())
        assert pane.rect().contains(label.geometry())
        assert abs(label.geometry().center().x() - pane.rect().center().x()) <= 1


def test_the_focus_frame_takes_no_room_from_the_name_of_a_page(qtbot, context):
    views = [ViewDeclaration(key=key, title=key, icon="package", make=lambda *_: None) for key in ("one", "two")]
    switch = ViewSwitch(views, "one")
    qtbot.addWidget(switch)
    switch.show()
    switch.activateWindow()
    for button in switch._buttons.values():
        switch.setFocus()
        button.clearFocus()
        before = button.sizeHint()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        button.ensurePolished()
        assert button.sizeHint() == before
