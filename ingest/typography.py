"""stand-in."""

import re
import unicodedata


def normalise(line: str) -> str:
    """stand-in."""
    s = unicodedata.normalize("NFC", line)
    s = "".join(" " if c.isspace() else c for c in s if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    s = s.replace("’", "'").replace("‘", "'")
    s = re.sub(r"\s*»", " »", re.sub(r"«\s*", "« ", s))
    s = re.sub(r"\bn[o°]\s?(?=\d)", "n° ", s)
    s = re.sub(r"(?<!\w)(\d+)o(?=\s|$)", r"\1°", s)
    return unicodedata.normalize("NFC", re.sub(r" +", " ", s).strip())
