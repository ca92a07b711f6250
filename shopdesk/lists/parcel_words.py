"""How the states of parcels and waves are said, and in which tone."""

from __future__ import annotations

from shopdesk.base.i18n import N_
from shopdesk.domain.parcels import ParcelState
from shopdesk.domain.waves import WaveState
from shopdesk.lists.status import Tone

PARCEL_WORDS = {
    str(ParcelState.CREATED): N_("To label"),
    str(ParcelState.LABEL_PRINTED): N_("Labelled"),
    str(ParcelState.PACKED): N_("Packed"),
    str(ParcelState.HANDED_OVER): N_("Handed over"),
    str(ParcelState.IN_TRANSIT): N_("On the way"),
    str(ParcelState.OUT_FOR_DELIVERY): N_("Out for delivery"),
    str(ParcelState.DELIVERED): N_("Delivered"),
    str(ParcelState.STALLED): N_("Stalled"),
    str(ParcelState.LOST): N_("Lost"),
    str(ParcelState.RETURNED_TO_SENDER): N_("Came back"),
    str(ParcelState.DISPUTED): N_("Disputed"),
}
PARCEL_TONES = {
    str(ParcelState.CREATED): str(Tone.AMBER),
    str(ParcelState.PACKED): str(Tone.GREEN),
    str(ParcelState.DELIVERED): str(Tone.GREEN),
    str(ParcelState.STALLED): str(Tone.RED),
    str(ParcelState.LOST): str(Tone.RED),
    str(ParcelState.RETURNED_TO_SENDER): str(Tone.AMBER),
    str(ParcelState.DISPUTED): str(Tone.AMBER),
}
WAVE_WORDS = {
    str(WaveState.OPEN): N_("Picking"),
    str(WaveState.PICKED): N_("Picked"),
    str(WaveState.HANDED_OVER): N_("Handed over"),
}
WAVE_TONES = {str(WaveState.OPEN): str(Tone.AMBER), str(WaveState.PICKED): str(Tone.GREEN)}
