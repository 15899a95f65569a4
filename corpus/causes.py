"""Why the system refused, in French: its own words are English, and would stand in the middle of a sentence."""

from __future__ import annotations

import errno
import socket

_CAUSES = {
    errno.ENOENT: "ce chemin n’existe pas",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "une partie du chemin n’est pas un dossier",
    errno.EEXIST: "il y a déjà quelque chose de ce nom",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ELOOP: "ce lien ne mène nulle part",
    errno.EINVAL: "le système ne l’accepte pas",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’opération n’est pas permise",
    errno.EROFS: "le disque est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.EFBIG: "le fichier serait trop grand",
    errno.EIO: "le disque est défaillant",
    errno.EBUSY: "il est occupé par un autre programme",
    errno.ETXTBSY: "il est occupé par un autre programme",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENFILE: "trop de fichiers sont ouverts",
    errno.ENOMEM: "la mémoire manque",
    errno.EADDRINUSE: "ce port est déjà pris",
    errno.EADDRNOTAVAIL: "cette adresse n’est pas celle de cette machine",
    errno.EAFNOSUPPORT: "cette machine n’a pas d’adresses de cette sorte",
}
if hasattr(errno, "EDQUOT"):  # not on every system
    _CAUSES[errno.EDQUOT] = "la place qui vous est donnée est épuisée"


def describe_cause(error: OSError) -> str:
    """Say in a few French words why the system refused: what follows «: » in a sentence.

    >>> describe_cause(FileNotFoundError(2, "No such file or directory"))
    'ce chemin n’existe pas'
    """
    if isinstance(error, socket.gaierror):
        return "ce n’est l’adresse ni le nom d’aucune machine"
    if error.errno is None:
        return "le système a refusé"
    name = errno.errorcode.get(error.errno, str(error.errno))
    return _CAUSES.get(error.errno, f"le système a refusé ({name})")
