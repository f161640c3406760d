"""Who may talk to the page's server: a browser on this machine that was given the address with the token.

Another page in the same browser could send requests here as well: what it may not know is the token, what it cannot
lie about is its origin, and a name of its own that leads here is not ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

HOSTS = ("127.0.0.1", "localhost")
UNKNOWN = "Open this page with the address that grader play printed."


@dataclass(frozen=True)
class Guard:
    """The port that is served, and the token that opens it."""

    port: int
    token: str

    @property
    def cookie(self) -> str:
        """The cookie's name; cookies of one host are shared by its ports."""
        return f"neurokata-play-{self.port}"

    @property
    def policy(self) -> str:
        """The content security policy: nothing from elsewhere, nothing written into the page."""
        sockets = " ".join(f"ws://{host}:{self.port}" for host in HOSTS)
        return (
            f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' {sockets};"
            " img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    def headers(self) -> dict[str, str]:
        """What every answer carries."""
        return {
            "Content-Security-Policy": self.policy,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    def here(self, headers: Mapping[str, str]) -> bool:
        """Whether a request was sent to this host and port by name."""
        return headers.get("host", "") in {f"{host}:{self.port}" for host in HOSTS}

    def ours(self, headers: Mapping[str, str], due: bool) -> bool:
        """Whether a request comes from our page; `due` where its origin must be told."""
        origin = headers.get("origin")
        if origin is None:
            return not due
        return origin in {f"http://{host}:{self.port}" for host in HOSTS}

    def known(self, headers: Mapping[str, str]) -> bool:
        """Whether a request brings the cookie."""
        pairs = (part.partition("=") for part in headers.get("cookie", "").split(";"))
        return any(name.strip() == self.cookie and self.right(value) for name, _, value in pairs)

    def right(self, token: str) -> bool:
        """Whether a token is the one that was printed."""
        return secrets.compare_digest(token.encode("utf-8", "replace"), self.token.encode())
