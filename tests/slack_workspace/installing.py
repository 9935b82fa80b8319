"""Installing the app by OAuth, as a person does it in a browser.

Owns the two pages of the app that the browser goes to. Unlike `methods_auth`, which gives the app
its token for the code that it got.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import aiohttp

from slack_workspace.service import Service

AUTHORIZE = re.compile(r"https?://[^\"'\s]+/oauth/v2/authorize\?[^\"'\s]+")


async def install(
    slack: Service, user: str, install_url: str, redirect_url: str, *, state: str | None = None
) -> tuple[int, str]:
    """Opens the app's page, allows what it asks for, and returns to the app.

    Returns the status and the text of the last page. `state` in place of the app's own is what an
    attacker would send. Raises ValueError if the app asks for what its manifest does not have.
    """
    async with aiohttp.ClientSession() as browser:
        async with browser.get(install_url, allow_redirects=False) as page:
            found = page.headers.get("Location") or await page.text()
            cookies = "; ".join(f"{name}={one.value}" for name, one in page.cookies.items())
        asked = _read_request(slack, found)
        answer = {"code": slack.open_code(user), "state": state or asked["state"]}
        headers = {"Cookie": cookies}
        async with browser.get(redirect_url, params=answer, headers=headers) as page:
            return page.status, await page.text()


def _read_request(slack: Service, found: str) -> dict[str, str]:
    """What the app asks Slack for in the address that it sends the browser to."""
    address = AUTHORIZE.search(html.unescape(found))
    if address is None:
        raise ValueError("the page leads nowhere to allow the app")
    asked = {key: value[0] for key, value in parse_qs(urlsplit(address.group()).query).items()}
    scopes = set(asked.get("scope", "").split(","))
    if asked.get("client_id") != slack.app.client_id or scopes - slack.app.scopes:
        raise ValueError(f"the app asks for {sorted(scopes)} as {asked.get('client_id')}")
    return asked
