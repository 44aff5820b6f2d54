"""The options of a command that choose the server of a language model."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geodata.errors import ServerError

if TYPE_CHECKING:
    from geodata.llm.client import Client
    from geodata.llm.model import Model


def add_options(to: argparse._ActionsContainer) -> None:
    to.add_argument("--llm-url", metavar="URL", help="an OpenAI-compatible server, like http://127.0.0.1:11434/v1")
    to.add_argument("--llm-model", metavar="NAME", help="the server's name for the model")
    to.add_argument("--llm-send", action="store_true", help="allow sending the text to a server on another computer")


@contextmanager
def chosen(args: argparse.Namespace) -> Iterator[tuple[Model, Client]]:
    """Yield the model and its server. Raises ServerError if the options name none, or a remote one without --llm-send."""
    from geodata.llm import client
    from geodata.llm.model import Model

    if not args.llm_url or not args.llm_model:
        raise ServerError("set the server with --llm-url and the model with --llm-model, or use --llm-batch-out")
    if not client.is_local(args.llm_url) and not args.llm_send:
        raise ServerError(f"the text would go to {client.where(args.llm_url)}; add --llm-send to allow this")
    model = Model(name=args.llm_model, where=client.where(args.llm_url))
    with client.Client(args.llm_url, args.llm_model) as server:
        yield model, server
