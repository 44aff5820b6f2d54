"""The outlines of the incident types' symbols, as SVG paths in a box from -10 to 10: a shape for each type of a group."""

from __future__ import annotations

from geodata.vocabulary import IncidentType

CIRCLE = "M0,-9A9,9 0 1 1 -0.01,-9Z"
SHAPES = {
    "triangle": "M0,-10L9.5,7.5L-9.5,7.5Z",
    "square": "M-8,-8H8V8H-8Z",
    "down": "M0,10L9.5,-7.5L-9.5,-7.5Z",
    "circle": CIRCLE,
    "diamond": "M0,-10.5L9.5,0L0,10.5L-9.5,0Z",
    "pentagon": "M0,-10L9.5,-3.1L5.9,8.1H-5.9L-9.5,-3.1Z",
    "hexagon": "M-5,-9H5L10,0L5,9H-5L-10,0Z",
    "star": "M0,-10.5L3,-4.1L10,-3.2L4.9,1.6L6.2,8.5L0,5.2L-6.2,8.5L-4.9,1.6L-10,-3.2L-3,-4.1Z",
    "cross": "M-9,-5L-5,-9L0,-4L5,-9L9,-5L4,0L9,5L5,9L0,4L-5,9L-9,5L-4,0Z",
    "plus": "M-3.5,-9.5H3.5V-3.5H9.5V3.5H3.5V9.5H-3.5V3.5H-9.5V-3.5H-3.5Z",
}
_T = IncidentType
TYPE_SHAPES = {
    _T.MISSILE_STRIKE: "triangle",
    _T.SHELLING: "square",
    _T.AIR_STRIKE: "down",
    _T.EXPLOSION_DEVICE: "star",
    _T.ARMED_CLASH: "cross",
    _T.SHOOTING: "circle",
    _T.STABBING: "diamond",
    _T.VEHICLE_RAMMING: "pentagon",
    _T.ATTACK_OTHER: "hexagon",
    _T.PROTEST_RIOT: "plus",
    _T.TRANSPORT_ACCIDENT: "circle",
    _T.FIRE: "triangle",
    _T.EXPLOSION_ACCIDENT: "star",
    _T.STRUCTURE_COLLAPSE: "square",
    _T.CROWD_CRUSH: "hexagon",
    _T.EARTHQUAKE: "diamond",
    _T.STORM_FLOOD: "down",
    _T.EPIDEMIC: "plus",
    _T.OTHER: "circle",
}
