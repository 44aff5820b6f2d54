"""Cells that give no value."""

from __future__ import annotations

BLANK = frozenset(
    ["", "-", "--", "—", "–", "?", "\\n", "n/a", "na", "n.a.", "n.a", "nan", "null", "none", "nil", "unknown", "unk", "unk.",
     "not known", "not available", "not reported", "no data", "missing", "undetermined", "unspecified", "unconfirmed",
     "unclear", "unknown number", "pending", "under verification", "to be confirmed", "tbd", "tba", "tbc",
     "not stated", "not applicable", "not specified", "not given", "not known yet", "#n/a",
     "#name?", "#ref!", "#value!", "#div/0!", "#num!", "#null!", "(blank)", "n/k", "nk", ".",
     "...", "…", "sin datos", "sin información", "n.d.", "nd", "s/d", "s.d.", "k.a.", "keine angabe", "inconnu", "desconocido",
     "unbekannt", "non communiqué", "нет данных", "немає даних", "不明", "غير معروف", "невідомо", "неизвестно", "неизв.",
     "k. a.", "..", "н/д", "н.д.", "n/d", "nsp", "n/r",
     "bilinmiyor", "bilinmeyen", "sem informação", "s/i", "sin dato", "desconhecido", "sconosciuto", "onbekend",
     "non précisé", "sem dados", "б/д", "нет свед.", "нет сведений", "tidak diketahui", "belum diketahui",
     "bilgi yok",
     "por confirmar", "por determinar", "non disponible", "no disponible", "não informado", "ohne angabe", "نامعلوم"]
)  # fmt: skip


OPEN_ENDS = frozenset(["ongoing", "present", "now", "to date", "continuing"])


def is_blank(cell: str) -> bool:
    return cell.strip().casefold() in BLANK
