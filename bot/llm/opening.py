"""From settings to a language model.

Owns which settings concern it. Unlike `providers`, which takes seconds to import, it is imported at
once, and imports that only if a model is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import Config, load_model_keys, share_keys
from bot.llm.specs import ANTHROPIC, OPENAI, Spec, parse
from index.errors import ConfigError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

    from bot.llm.budget import Budget
    from bot.llm.calls import LimitedModel, Limits

KEYS = {OPENAI: ("OPENAI_API_KEY",), ANTHROPIC: ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")}


def open_model(config: Config) -> LimitedModel | None:
    """The language model that the settings name, within their limits; None if they name none.

    Nothing is sent yet. Raises ConfigError if it is unknown, lacks its package, its address or its
    key, or has a budget in US dollars without prices; ModelError if its package refuses to start.
    """
    spec = parse(config.llm)
    if spec is None:
        return None
    budget = _budget(config)
    share_keys()
    keys = load_model_keys()
    _check_key(spec, keys.given)
    from bot.llm.calls import LimitedModel
    from bot.llm.providers import open_provider

    provider = open_provider(
        spec, key=keys.like, max_tokens=config.llm_max_tokens, timeout_s=config.llm_timeout_s
    )
    return LimitedModel(provider, _limits(config), budget)


def from_llm(llm: LLM, config: Config | None = None) -> LimitedModel:
    """Somebody's own LlamaIndex model as a `Model`, within the limits of the settings.

    How long its replies may be, and at what temperature, is for whoever made it. Raises ConfigError
    if there is a budget in US dollars without prices.
    """
    from bot.llm.calls import LimitedModel
    from bot.llm.providers import LlamaProvider

    config = config or Config()
    name = f"{llm.class_name()}:{llm.metadata.model_name}"
    return LimitedModel(LlamaProvider(llm, name, lent=True), _limits(config), _budget(config))


def _limits(config: Config) -> Limits:
    from bot.llm.calls import Limits

    return Limits(
        timeout_s=config.llm_timeout_s,
        answer_timeout_s=config.llm_answer_timeout_s,
        retries=config.llm_retries,
        max_tokens=config.llm_max_tokens,
    )


def _budget(config: Config) -> Budget:
    from bot.llm.budget import FILE, Budget, Prices

    prices = Prices(config.llm_usd_per_million_input, config.llm_usd_per_million_output)
    if config.llm_usd_a_day and prices.usd(1, 1) is None:
        raise ConfigError(
            "llm_usd_a_day needs prices. Set llm_usd_per_million_input and "
            "llm_usd_per_million_output, or limit llm_tokens_a_day instead."
        )
    return Budget(
        config.data / FILE,
        tokens_a_day=config.llm_tokens_a_day,
        usd_a_day=config.llm_usd_a_day,
        prices=prices,
    )


def _check_key(spec: Spec, given: frozenset[str]) -> None:
    names = KEYS.get(spec.provider, ())
    if names and not given.intersection(names):
        raise ConfigError(f"{spec.name} needs a key. Put {names[0]} into .env or the environment.")
