"""The receiving side's key: who may open what is handed over (X25519), and who says that it arrived (Ed25519)."""

import hashlib
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from concierta.engines.translog import SignerKey, VerifierKey
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.files import create_once

_PUBLIC, _PRIVATE = "empalme1+", "PRIVATE+empalme1+"
_HALF = 32


@dataclass(frozen=True)
class Recipient:
    """Both public keys; as text, one line without spaces that carries a checksum of its own."""

    opens: bytes
    signs: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of both, in hex: what the two sides compare by another way."""
        return hashlib.sha256(self.opens + self.signs).hexdigest()

    @property
    def verifier(self) -> VerifierKey:
        """Its key in a signed note. The name only tells keys apart to the eye: what verifies is the key itself."""
        return VerifierKey(f"empalme/{self.fingerprint[:16]}", self.signs)

    def __str__(self) -> str:
        return f"{_PUBLIC}{self.fingerprint[:8]}+{b64encode(self.opens + self.signs).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Recipient":
        """Invalid for what is not such a line, whole."""
        try:
            data = b64decode(text.strip().removeprefix(_PUBLIC).partition("+")[2], validate=True)
            # Of some points nothing secret can be made: said here, and not after the log was closed for them.
            X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(data[:_HALF]))
        except ValueError:
            data = b""
        found = cls(data[:_HALF], data[_HALF:])
        if str(found) != text.strip() or len(data) != 2 * _HALF:
            raise Invalid(
                gettext_noop(
                    "«%(text)s» no es la clave de quien recibe: pídale el renglón entero que muestra «concierta "
                    "handover key»."
                ),
                text=text.strip(),
            )
        return found


@dataclass(frozen=True)
class ReceivingKey:
    """The secret of the receiving side: both seeds."""

    opens: bytes = field(repr=False)
    signs: bytes = field(repr=False)

    @property
    def public(self) -> Recipient:
        public = X25519PrivateKey.from_private_bytes(self.opens).public_key().public_bytes_raw()
        return Recipient(public, SignerKey("empalme", self.signs).verifier.public_key)

    @property
    def signer(self) -> SignerKey:
        return SignerKey(self.public.verifier.name, self.signs)


def receiving_key_path(home: Path) -> Path:
    return home / "handover" / "receiving.key"


def make_receiving_key(home: Path) -> ReceivingKey:
    """The key of this home, made unless it has one; only its owner can read the file."""
    secret = b64encode(secrets.token_bytes(2 * _HALF)).decode()
    create_once(receiving_key_path(home), f"{_PRIVATE}{secret}\n".encode())
    return read_receiving_key(home)


def read_receiving_key(home: Path) -> ReceivingKey:
    try:
        data = b64decode(receiving_key_path(home).read_text().strip().removeprefix(_PRIVATE), validate=True)
        key = ReceivingKey(data[:_HALF], data[_HALF:])
        _ = key.public
    except FileNotFoundError:
        raise Refusal(
            gettext_noop("En %(home)s no hay clave para recibir: ejecute ahí «concierta handover key»."), home=str(home)
        ) from None
    except ValueError:
        raise Refusal(
            gettext_noop("%(path)s no es una clave para recibir: recupérela de una copia de seguridad."),
            path=str(receiving_key_path(home)),
        ) from None
    return key
