"""What @sens means for each spelling of a link, with the counts that say so: facts, no code.

«source» and «cible» are the role of the file's own version in a sentence whose verb is the type. A verb reads straight:
«source MODIFIE cible», so «cible» says that the version was modified. A noun of action reads the other way round: in
«MODIFICATION», «source» is what the modification is said of, and the version was modified again. «CITATION», though a
noun, reads straight: a «source» cites.

Columns: the spelling; @sens; ``outgoing``; then the evidence, as numbers of links.

- ``dated``: real links of the Constitution and of the CRPA in our test archives (not those of the code civil, which the
  archives' maker put in), each counted once, whose dates admit this reading alone: an act signed by the day the version
  began made it (CREE, MODIFIE, CODIFICATION…); one signed between its start and its end ended it (ABROGE); one signed
  after it began cannot be cited by it (CITATION «cible»: 894 of 1,142 with a date, 515 of them signed when the version
  had already ended); all that are cited are older (CITATION «source»: 51 of 51).
- ``codes``: links of all codes in LEGI (tallies published by juliengossa/legifouille, October 2025; for TRANSFERE and
  TRANSFERT October 2024). An article of a code is acted on and does not act; so MODIFIE has 143,572 «cible» against 4
  «source», MODIFICATION 95,282 «source» against 10 «cible». (That project labels CITATION «cible» as «cite»; the dates
  say the contrary, and so do two other readers of LEGI.)

Rows with 0 and 0 are the mirrors, held by amending acts. We have no such file; Tricoteuses' reader takes them so over
the whole of LEGI, and stops at any pair that it does not expect.

No row: nothing was found that tells, and the direction stays open: CONCORDANCE, CODIFIE, SPEC_APPLI, TXT_SOURCE,
TXT_ASSOCIE, HISTO, PILOTE_SUIVEUR, APPLICATION, ETEND, RATIFIE…
"""

from __future__ import annotations

EVIDENCE = """
CITATION        cible   0    894        0
CITATION        source  1     51        0
MODIFIE         cible   0    261   143572
MODIFIE         source  1      0        0
MODIFICATION    source  0     44    95282
MODIFICATION    cible   1      0        0
CREE            cible   0    421    76406
CREE            source  1      0        0
CREATION        source  0      9    46943
CREATION        cible   1      0        0
ABROGE          cible   0      5    38932
ABROGE          source  1      0        0
ABROGATION      source  0     11    28160
ABROGATION      cible   1      0        0
CODIFICATION    source  0    287   172448
CODIFICATION    cible   1      0        0
TRANSFERE       cible   0      0     5474
TRANSFERE       source  1      0        0
TRANSFERT       source  0      0     3097
TRANSFERT       cible   1      0        0
DEPLACE         cible   0      0     4631
DEPLACE         source  1      0        0
DEPLACEMENT     source  0      0      146
DEPLACEMENT     cible   1      0        0
RECTIFICATION   source  0      0      527
RECTIFICATION   cible   1      0        0
ANNULATION      source  0      0      226
ANNULATION      cible   1      0        0
PERIME          cible   0      0      517
PERIME          source  1      0        0
PEREMPTION      source  0      0     1133
DISJOINT        cible   0      0       17
DISJONCTION     source  0      0       33
DISJONCTION     cible   1      0        0
"""

READINGS: dict[tuple[str, str], int] = {
    (spelling, sense): int(outgoing)
    for spelling, sense, outgoing, _dated, _codes in (line.split() for line in EVIDENCE.strip().splitlines())
}
"""``outgoing`` by spelling and @sens: 1, the version acts on the target or cites it; 0, the contrary."""
