"""A mail server as an installation would have: it asks for STARTTLS and a password, and keeps what it is given."""

import base64
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "avisos", "mango-biche-con-sal"


@dataclass
class MailServer:
    """`letters` are (recipients of the envelope, message), in order; `refused` addresses have no mailbox here."""

    port: int
    certificate: Path
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    implicit: bool = False
    in_the_clear: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """What an installation that sends its mail here is told."""
        return {
            "CONCIERTA_SMTP_HOST": "localhost",
            "CONCIERTA_SMTP_PORT": str(self.port),
            "CONCIERTA_SMTP_USER": USER,
            "CONCIERTA_SMTP_PASSWORD": PASSWORD,
            "SSL_CERT_FILE": str(self.certificate),
            "CONCIERTA_SMTP_TLS": "implicit" if self.implicit else "",
        }


@contextmanager
def mail_server(folder: Path, *, implicit: bool = False) -> Iterator[MailServer]:
    """One that hides from the first byte when `implicit`, else from STARTTLS on."""
    certificate = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as listening:
        listening.daemon_threads = True
        kept = listening.kept = MailServer(  # type: ignore[attr-defined]
            listening.server_address[1], certificate, implicit=implicit
        )
        listening.context = context  # type: ignore[attr-defined]
        Thread(target=listening.serve_forever, daemon=True).start()
        yield kept
        listening.shutdown()


class _Conversation(StreamRequestHandler):
    """RFC 5321, as much of it as a client that knows what it wants needs."""

    timeout = 20
    secure = signed_in = False

    def handle(self) -> None:
        self.server: ThreadingTCPServer
        recipients: list[str] = []
        if self.kept.implicit:
            self.hide()
        self.say("220 correo.example")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    self.say("250-correo.example", "250-AUTH PLAIN" if self.secure else "250-STARTTLS", "250 8BITMIME")
                case "STARTTLS":
                    self.say("220 go ahead")
                    self.hide()
                case "AUTH":
                    given = base64.b64decode(rest.split()[1]).decode().split("\0")[1:]
                    self.signed_in = given == [USER, PASSWORD]
                    self.say("235 welcome" if self.signed_in else "535 who are you")
                case "MAIL" if not self.signed_in:
                    self.say("530 sign in first")
                case "MAIL":
                    recipients = []
                    self.say("250 ok")
                case "RCPT":
                    address = rest.partition("<")[2].partition(">")[0]
                    known = address not in self.kept.refused
                    recipients += [address] if known else []
                    self.say("250 ok" if known else "550 no such mailbox")
                case "DATA":
                    self.say("354 go on")
                    self.kept.letters.append((recipients, self.message()))
                    self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")
            if not self.secure:
                self.kept.in_the_clear.append(verb.upper())

    @property
    def kept(self) -> MailServer:
        return self.server.kept  # type: ignore[attr-defined,no-any-return]

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def hide(self) -> None:
        self.request = self.server.context.wrap_socket(self.request, server_side=True)  # type: ignore[attr-defined]
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
        self.secure = True

    def message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)  # type: ignore[return-value]


def _certificate(folder: Path) -> Path:
    """For localhost, with its key, in one file; whoever trusts the file trusts the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
