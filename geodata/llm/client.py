"""Talk to servers that speak OpenAI's protocol: on this computer, or elsewhere if the user agrees.

The openai package is imported, and a server contacted, only when a language model reads. A key comes from the environment or
the system's keyring; it is never stored, shown or logged.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from geodata.errors import BadAnswer, ServerError
from geodata.llm import transport
from geodata.llm.definitions import body, messages

KEY = "INCIDENT_ATLAS_LLM_KEY"  # environment variable
KEYRING = "incident-atlas"  # service name in the keyring; the user name is the host
LOCAL_SERVERS = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000, "Jan": 1337}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
QUICK = 0.5  # seconds to wait when looking for a server on this computer
PATIENCE = 600.0  # seconds to wait for one answer: small computers are slow
RETRIES = 4  # with growing pauses, if a server is busy or fails
NO_KEY = "none"  # sent to a server that needs no key


@dataclass(frozen=True, slots=True)
class Server:
    """A server found on this computer, and the models that it offers."""

    name: str
    url: str
    models: tuple[str, ...]


@dataclass(slots=True)
class Usage:
    """Tokens used so far. Prices are per million tokens, in the user's currency."""

    asked: int = 0
    answered: int = 0
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add(self, usage: Any) -> None:
        with self.lock:
            self.requests += 1
            self.asked += int(getattr(usage, "prompt_tokens", 0) or 0)
            self.answered += int(getattr(usage, "completion_tokens", 0) or 0)

    def cost(self, asked: float, answered: float) -> float:
        return (self.asked * asked + self.answered * answered) / 1e6


def is_local(url: str) -> bool:
    """Whether a server is on this computer, so that no text leaves it."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


def where(url: str) -> str:
    """Return where a text is sent, in words: "this computer" or the host."""
    return "this computer" if is_local(url) else host_of(url) or url


def host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def package() -> Any:
    """Import the openai package. Raises ServerError if it is not installed."""
    try:
        return import_module("openai")
    except ImportError as error:
        raise ServerError("a language model needs the extra packages: pip install 'incident-atlas[llm]'") from error


def key_for(url: str) -> str:
    """Return the key for a hosted server; a server on this computer never gets one. Raises ServerError if there is no key."""
    if is_local(url):
        return NO_KEY
    if key := os.environ.get(KEY):
        return key
    with suppress(Exception):  # without a desktop, a keyring fails in many ways
        import keyring

        if key := keyring.get_password(KEYRING, host_of(url)):
            return key
    raise ServerError(f"{where(url)} needs a key: set {KEY}, or store one in the keyring as {KEYRING} for {where(url)}")


def connected(url: str, timeout: float, retries: int) -> Any:
    """Return a client of the openai package. It follows no redirects, and uses no proxy for a server on this computer."""
    openai = package()
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        right = False
    if not right:
        raise ServerError(f"{url!r} is not a server address; write it as http://127.0.0.1:11434/v1")
    local = is_local(url)
    if not local and parts.scheme != "https":
        raise ServerError(f"{where(url)} needs https; without it, others could read the text in transit")
    plain = transport.client(openai, timeout, trust_env=not local, follow_redirects=False)
    return openai.OpenAI(base_url=url, api_key=key_for(url), max_retries=retries, timeout=timeout, http_client=plain)


def models_of(url: str, timeout: float = PATIENCE) -> tuple[str, ...]:
    """Return the names of the models that a server offers."""
    with in_words(url, "models"), connected(url, timeout, 0) as client:
        return tuple(sorted(model.id for model in client.models.list()))


def local_servers() -> list[Server]:
    """Find the servers that answer at their usual ports on this computer."""
    found = []
    for name, port in LOCAL_SERVERS.items():
        url = f"http://127.0.0.1:{port}/v1"
        with suppress(ServerError):
            if models := models_of(url, QUICK):
                found.append(Server(name, url, models))
    return found


class Client:
    """A client that asks one model. Safe to use from several threads."""

    def __init__(self, url: str, model: str, *, timeout: float = PATIENCE, retries: int = RETRIES) -> None:
        self.url, self.model, self.usage = url, model, Usage()
        self._client = connected(url, timeout, retries)
        self._structured = True  # until the server refuses a schema

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def ask(self, content: str) -> str:
        """Return the answer to one request. Raises ServerError if the server still fails after retries."""
        openai = package()
        with in_words(self.url, self.model):
            if self._structured:
                try:
                    return self._sent(body(self.model, content))
                except (openai.BadRequestError, openai.UnprocessableEntityError, openai.InternalServerError) as error:
                    if "context" in str(error).lower():
                        raise
                    self._structured = False  # not every server supports a schema
            return self._sent({"model": self.model, "messages": messages(content), "temperature": 0})

    def _sent(self, request: dict[str, Any]) -> str:
        completion = self._client.chat.completions.create(**request)
        self.usage.add(completion.usage)
        if not completion.choices:
            raise BadAnswer(f"{self.model} gave no answer")
        return str(completion.choices[0].message.content or "")


@contextmanager
def in_words(url: str, model: str) -> Iterator[None]:
    """Turn a server's errors into ServerErrors that say what to do. They never contain a key."""
    openai = package()
    try:
        yield
    except openai.AuthenticationError as error:
        raise ServerError(f"{where(url)} refuses the key; check {KEY}") from error
    except openai.NotFoundError as error:
        raise ServerError(f"{url} has no model {model!r}, or is another kind of server") from error
    except openai.RateLimitError as error:
        raise ServerError(f"{where(url)} allows no more requests now; continue later with --resume") from error
    except openai.APIConnectionError as error:
        if isinstance(error.__cause__, ServerError):
            raise error.__cause__ from error
        if isinstance(error, openai.APITimeoutError) or transport.was_late(error.request):
            raise ServerError(f"{url} did not answer in time") from error
        if transport.was_answered(error.request):
            raise strange(url, error.__cause__ or error) from error
        raise ServerError(f"no server answers at {url}; is it running?") from error
    except openai.APIStatusError as error:
        raise ServerError(f"{where(url)} answered with error {error.status_code}") from error
    except openai.OpenAIError as error:
        raise ServerError(f"cannot query {where(url)} ({type(error).__name__})") from error
    except (ValueError, AttributeError, TypeError, LookupError, ArithmeticError, RecursionError, MemoryError) as error:
        if isinstance(error, BadAnswer):
            raise
        raise strange(url, error) from error


def strange(url: str, error: BaseException) -> ServerError:
    return ServerError(f"{url} does not follow OpenAI's protocol ({type(error).__name__})")
