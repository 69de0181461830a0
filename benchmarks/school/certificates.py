"""An authority for the occasion, certificates of it, and a home for a browser that trusts it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from benchmarks.school.machine import done

_DAY = timedelta(days=1)


class Authority:
    """Vouches for names, for some days."""

    def __init__(self) -> None:
        self._key = generate_private_key(SECP256R1())
        self._name = _named("An authority for a trial")
        began = datetime.now(UTC) - 30 * _DAY
        self.certificate = (
            _certificate(self._name, self._name, self._key, began, began + 60 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, SHA256())
        )

    def vouches_for(self, name: str, *, expired: bool = False) -> tuple[bytes, bytes]:
        """Certificate and key of a name, as PEM; expired since yesterday, if wanted."""
        key = generate_private_key(SECP256R1())
        ends = datetime.now(UTC) + (-_DAY if expired else 10 * _DAY)
        made = _certificate(_named(name), self._name, key, ends - 20 * _DAY, ends).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        written = made.sign(self._key, SHA256()).public_bytes(Encoding.PEM)
        return written, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def as_pem(self) -> bytes:
        """Its own certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    def trusted_home(self, folder: Path) -> Path:
        """A home in which Chromium trusts it, beside whom it trusts anyway."""
        store = folder / ".pki" / "nssdb"
        store.mkdir(parents=True)
        written = folder / "authority.pem"
        written.write_bytes(self.as_pem())
        for command in (("-N", "--empty-password"), ("-A", "-n", "trial", "-t", "C,,", "-i", str(written))):
            done("certutil", "-d", f"sql:{store}", *command)
        return folder


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=begins,
        not_valid_after=ends,
    )
