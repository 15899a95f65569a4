"""Which text the words of an act name: «la loi n° 86-33 du 9 janvier 1986 portant …», «dudit code», «la loi précitée».

Names are masked, subject included, so that the subject of a law («portant réforme de …») is not read as an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from consolidate.quotes import OPEN
from corpus.model import TextId
from corpus.titles import TitleMatch, find_titles

_SUBJECT_HEAD = (
    r"(?:portant|relatifs?|relatives?|fixant|modifiant|complétant|instituant|concernant|tendant|visant|pris|prise|pour"
    r"|organisant|créant|définissant|déterminant|autorisant|ratifiant|abrogeant|transposant|adaptant|étendant|réformant"
    r"|réglementant|approuvant|habilitant|favorisant|renforçant|garantissant|simplifiant|d'(?:orientation|application"
    r"|adaptation|urgence|habilitation|accélération|aménagement)|de\s+(?:modernisation|simplification|programmation"
    r"|programme|finances|financement|sécurisation|lutte|séparation)|sur|en\s+faveur|en\s+matière)\b"
)
_STARTS_ORDER = (
    r"(?:les?\s+(?:mots?|termes?)\b|l[ea']\s*\w*\s*(?:alinéa|phrase|mention|référence|chiffre|article|fin)\b|il\s+est\b"
    r"|(?:est|sont)\b|après\b|avant\b|dans\s+(?:sa|leur|la)\s+(?:version|rédaction)|te(?:l|lle)s?\s+qu|à\s+compter"
    r"|(?:à\s+la\s+|à\s+l'|aux?\s+|dans\s+l[ae]\s+|dans\s+l')(?:\w+\s+){0,2}"
    r"(?:alinéas?|phrases?|articles?|\d+°|(?-i:[IVX]+)\b))"
)
_VERB = (
    r"(?:est|sont|devient|deviennent)\s+(?:(?:ainsi|également|respectivement|en\s+conséquence)\s+)?(?:modif|abrog|complét|rédig|remplac"
    r"|supprim|rétabli|transfér|insér|ajout|créé|l'article|les\s+articles)"
)
_SUBJECT = re.compile(
    rf"(?:,?\s+modifiée?s?\b(?:\s+par\s+[^,;:\n{OPEN}]*?(?=\s*[,;:\n]|\s+{_VERB}|\s+(?:sus|préc)|$))?,?)?(?:\s*,?\s+{_SUBJECT_HEAD}(?:[^,;:.\n{OPEN}]|\.(?=\s?\d)|,(?!\s*{_STARTS_ORDER}))*?"
    rf"(?=\s+(?:{_VERB}|(?:sus(?:visé|mentionné|dit)|précité)e?s?\b)|\s*(?:[;:\n]|\.(?!\s?\d))|\s*,\s*{_STARTS_ORDER}|\s*$))?"
    r"(?:\s*,?\s+(?:sus(?:visé|mentionné|dit)|précité)e?s?\b)?",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*\(\s*(?:\w+\s+)?parties?\s[^()\n]{0,60}\)", re.IGNORECASE)
"""«le code de la santé publique (partie réglementaire)», «(troisième partie : Décrets)»."""
_ASIDE = re.compile(
    r"(?:rédaction|version|résult\w+|modifiée?s?|ajoutée?s?|complétée?s?|applica\w+)\s[^,;.:]{0,60}$", re.IGNORECASE
)
"""What stands before a text that is named in passing: «dans sa rédaction issue de la loi …»."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a text with its subject, as characters of the body; ``text`` None: the text under amendment."""

    start: int
    end: int
    text: TextId | None


@dataclass(slots=True)
class Naming:
    """Resolves the names of one act in their order. ``text`` is the text under amendment, when the caller knows it."""

    text: TextId | None
    act: TextId | None
    visas: Sequence[str] = ()
    recalled: list[TextId] = field(default_factory=list)
    named: list[TextId] = field(default_factory=list)

    def names_in(self, mask: str) -> Iterator[Named]:
        """List the names that are understood."""
        self.recalled = [t.text for visa in self.visas for t in find_titles(visa) if t.text is not None]
        self.named = [self.text] if self.text else []
        position = 0
        for title in find_titles(mask):
            if title.start < position or OPEN in mask[title.start : title.end] or title.end - title.start < 2:
                continue
            known, text = self._resolve(title)
            if not known:
                continue
            position = self._end(title, mask)
            if text is not None and not _ASIDE.search(mask, max(0, title.start - 80), title.start):
                self.named.append(text)
            yield Named(title.start, position, text)

    def _end(self, title: TitleMatch, mask: str) -> int:
        """The end of a name with the subject of the act: «portant dispositions statutaires relatives à …»."""
        if title.nature in {"CODE", "CONSTITUTION"} or title.anaphora in {"same", "this"}:
            part = _PART.match(mask, title.end)
            return part.end() if part else title.end
        subject = _SUBJECT.match(mask, title.end)
        return subject.end() if subject else title.end

    def _resolve(self, title: TitleMatch) -> tuple[bool, TextId | None]:
        """Say whether a name is of a text that we can tell, and which."""
        if title.anaphora == "this":
            return self.act is not None, self.act
        if title.text is None:
            return self._pointed(title)
        if title.text.number is None and title.text.signed is not None:
            same_day = [t for t in self._known() if (t.nature, t.signed) == (title.text.nature, title.text.signed)]
            return True, same_day[0] if len({t.slug for t in same_day}) == 1 else title.text
        return True, title.text

    def _pointed(self, title: TitleMatch) -> tuple[bool, TextId | None]:
        """«du même code» is the code named last; «la loi précitée» the law named last, «susvisée» that of the visas."""
        kin = [t for t in self.named if _same_kind(t.nature, title.nature)]
        if title.anaphora == "same":
            return (True, kin[-1]) if kin else (not self.named, None)
        recalled = {t.slug: t for t in self.recalled if _same_kind(t.nature, title.nature)}
        if kin:
            return True, kin[-1]
        return (True, next(iter(recalled.values()))) if len(recalled) == 1 else (False, None)

    def _known(self) -> list[TextId]:
        return [t for t in (*self.recalled, *self.named) if t.number is not None]


def _same_kind(one: str, two: str) -> bool:
    return one.split("_")[0] == two.split("_")[0]
