"""Split a text in another language into sentences by punctuation alone: the parser knows only English."""

from __future__ import annotations

import re

# A sentence ends after its end mark and closing quotes or brackets, if white space follows and then no lower-case letter;
# after a Chinese or Japanese end mark; and at the end of a line. "12. Juni" and "J. Pérez" do not end one.
END = re.compile(
    r"(?<!\d)(?<!\b[^\W\d_])\.[\"'”’»)\]]*\s+(?![a-zà-ÿа-яё\s])|[!?…؟۔।][\"'”’»)\]]*\s+(?![a-zà-ÿа-яё\s])|[。！？][」』”’）]*|\n\s*"
)
YES = (  # each text with its sentences
    ("Пять человек погибли. Удар был в Харькове!", ("Пять человек погибли.", "Удар был в Харькове!")),
    (
        "В понедельник ракетный удар по Харькову: в Харькове погибли пять человек.",
        ("В понедельник ракетный удар по Харькову: в Харькове погибли пять человек.",),
    ),
    ("Am 12. Juni starben drei. Es war J. Weber.", ("Am 12. Juni starben drei.", "Es war J. Weber.")),
    ("«Murieron tres.» Así fue.\nBogotá", ("«Murieron tres.»", "Así fue.", "Bogotá")),
    ("市场爆炸。12人死亡。", ("市场爆炸。", "12人死亡。")),
    ("قُتل ثلاثة. هل انتهى؟ لا", ("قُتل ثلاثة.", "هل انتهى؟", "لا")),
)


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the bounds of the sentences in `text[start:end]`, without white space around them."""
    found = []
    for stop in [*(match.end() for match in END.finditer(text, start, end)), end]:
        words = text[start:stop]
        if words.strip():
            found.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
        start = stop
    return found
