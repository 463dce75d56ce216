"""Pages that stand where a story should be, each with what its refusal has to say. All invented."""

from __future__ import annotations

from dataclasses import dataclass

from tests.newssite.designs import OTHERS, quoted, script, teasers

_LIST, _LOGIN, _PROOF = "list of stories", "login page", "proof that a person"
_CONSENT, _PAYWALL, _ERROR = "consent page", "without a subscription", "error page"

LEDE = (
    "<p>The county wants to fill in the old dry dock at Tarn Hythe and build 220 flats on it, according to plans"
    " that the Ledger has seen. Divers who inspected the gates in May found them beyond repair.</p>"
)
MORE = (
    "<p>The plans name no builder. Two companies from the capital have bought land around the dock since"
    " January, for about three times what it had been valued at the year before, and a third one holds an"
    " option on the sheds of the former rope works until the end of the…</p>"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A page that must not become an article."""

    path: str
    reason: str
    """A part of the sentence that says why."""
    source: str | bytes
    kind: str = "text/html; charset=utf-8"


def _shell(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{quoted(title)}</title>{head}</head>'
        f'<body><header><nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/culture">Culture</a></nav>'
        f"</header>{body}<footer>© The Harbour Ledger. All rights reserved.</footer></body></html>"
    )


_NOT_FREE = script(
    {
        "@type": "NewsArticle",
        "headline": "Dry dock to become flats",
        "datePublished": "2024-10-20T08:00:00Z",
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".rest"},
    }
)
_DOCK = "<h1>Dry dock to become flats</h1>"
_OFFER = (
    '<div class="offer"><h2>Subscribe to continue reading</h2><p>Already a subscriber? <a href="/login">Log in</a>'
    "</p><button>Choose a plan</button></div>"
)
_REST = " ".join(
    f"The {day} day of the inquiry heard of the gates." for day in ("first", "second", "last") * 5
)
_QUAYS = "".join(f"<li>Quay {number}: closed to lorries at night</li>" for number in range(90))
_EXCERPTS = teasers("div", with_text=True)
_NOTICE = (
    "<p>We and our 812 partners store and read information on your device, such as cookies, and process personal"
    " data for advertising that suits you, for measuring what is read, and to improve our services. You can accept"
    " or refuse this below, and change your choice at any time on the page about your data. Some partners do not"
    " ask for consent and rely on their legitimate interest.</p>"
)

REFUSALS = (
    Refusal("/stub", _PAYWALL, _shell("Dry dock to become flats", _DOCK + LEDE + MORE + _OFFER, _NOT_FREE)),
    Refusal("/stub-short", _PAYWALL, _shell("Dry dock to become flats", _DOCK + LEDE + LEDE, _NOT_FREE)),
    Refusal(
        "/stub-unmarked",
        _PAYWALL,
        _shell(
            "Dry dock to become flats",
            f"<article>{_DOCK}{LEDE}{MORE}</article>"
            "<div><p>This story is for subscribers only. Unlock the full story for 1 € a month.</p></div>",
        ),
    ),
    Refusal(
        "/stub-class",
        _PAYWALL,
        _shell(
            "Dock soll Wohnungen weichen",
            f'<article>{_DOCK}{LEDE}<div class="paywall-box"><p>Jetzt abonnieren und weiterlesen mit Plus.</p></div>'
            "</article>",
        ),
    ),
    Refusal(
        "/stub-hidden",
        _PAYWALL,
        _shell(
            "Dry dock to become flats",
            f'<article>{_DOCK}{LEDE}{MORE}<div class="paywall" hidden><p>{_REST}</p></div></article><footer><ul>{_QUAYS}</ul></footer>',
            script(
                {
                    "@type": "NewsArticle",
                    "headline": "Dry dock to become flats",
                    "articleBody": LEDE + MORE + _REST * 2,
                }
            ),
        ),
    ),
    Refusal(
        "/consent",
        _CONSENT,
        _shell(
            "Before you continue",
            f"<main><h1>We value your privacy</h1>{_NOTICE}<button>Accept all</button><button>Manage cookies</button>"
            "</main>",
        ),
    ),
    Refusal(
        "/consent-de",
        _CONSENT,
        _shell(
            "Der Hafenbote",
            "<main><h1>Mit Werbung weiterlesen</h1><p>Wir und unsere Partner verarbeiten Daten. Ihre Privatsphäre ist"
            " uns wichtig. Sie können zustimmen oder ein Abo abschließen.</p><button>Alle akzeptieren</button></main>",
            lang="de",
        ),
    ),
    Refusal(
        "/captcha",
        _PROOF,
        "<html><head><title>Just a moment...</title></head><body><h1>ledger.example</h1><p>Verifying your browser"
        ' before you can go on.</p><noscript>Enable JavaScript and cookies to continue</noscript><script src="/cdn-cgi/'
        'challenge-platform/h/b/orchestrate.js"></script></body></html>',
    ),
    Refusal(
        "/captcha-bare",
        _PROOF,
        '<html><head><title>ledger.example</title></head><body><div class="h-captcha" data-sitekey="1"></div>'
        "<p>Please complete the task above.</p></body></html>",
    ),
    Refusal(
        "/blocked",
        _PROOF,
        _shell(
            "Pardon our interruption",
            "<p>Something about your browser made us think that you are not a person. You may have moved through"
            " the pages faster than anyone can read, or an extension keeps our scripts from running. Reload the page"
            " to get to the story that you were looking for, and write to us if this goes on: we are sorry for it"
            " and would like to hear about it.</p>",
        ),
    ),
    Refusal(
        "/gone",
        _ERROR,
        _shell(
            "Page not found | The Harbour Ledger",
            "<main><h1>Page not found</h1><p>The page you asked for does not exist any more. The address may have"
            f" been typed wrongly, or the story was moved when we rebuilt the site in 2022.</p></main>{_EXCERPTS}",
        ),
    ),
    Refusal(
        "/broken",
        _ERROR,
        _shell("The Harbour Ledger", "<h1>Oops!</h1><p>Something went wrong. Please try again later.</p>"),
    ),
    Refusal(
        "/error-500",
        _ERROR,
        "<html><head><title>500 Internal Server Error</title></head><body><center><h1>500 Internal Server Error</h1>"
        "</center><hr>nginx</body></html>",
    ),
    Refusal(
        "/region",
        "part of the world",
        _shell(
            "451: Unavailable for legal reasons",
            "<p>451: Unavailable for legal reasons. Our site is not available in your region at this time.</p>",
        ),
    ),
    Refusal(
        "/t/harbour",
        _LIST,
        _shell("Harbour | The Harbour Ledger", f"<main><h1>Harbour</h1>{_EXCERPTS}</main>"),
    ),
    Refusal(
        "/author/joan-abara",
        _LIST,
        _shell(
            "Joan Abara",
            f"<main><h1>Joan Abara</h1><p>Joan Abara writes about the harbour.</p>{_EXCERPTS}</main>",
            script({"@type": "ProfilePage", "mainEntity": {"@type": "Person", "name": "Joan Abara"}}),
        ),
    ),
    Refusal(
        "/",
        _LIST,
        _shell(
            "The Harbour Ledger", f"<main>{teasers('article', with_text=True)}</main><ul>{teasers()}</ul>"
        ),
    ),
    Refusal(
        "/archive",
        _LIST,
        _shell(
            "Archive",
            "<main><h1>October</h1><ul>"
            + "".join(
                f'<li>{day} October: <a href="/o/{day}">{quoted(OTHERS[day % 5][0])}</a></li>'
                for day in range(1, 29)
            )
            + "</ul></main>",
        ),
    ),
    Refusal(
        "/search?q=kites",
        _LIST,
        _shell(
            "Search: kites",
            f"<main><h1>5 results for kites</h1>{_EXCERPTS}</main>",
            script({"@type": "SearchResultsPage"}),
        ),
    ),
    Refusal(
        "/login",
        _LOGIN,
        _shell(
            "Log in",
            '<form><h1>Log in to your account</h1><label>E-mail<input name="mail"></label><label>Password<input'
            ' type="password"></label><a href="/reset">Forgot your password?</a><button>Log in</button></form>',
        ),
    ),
    Refusal(
        "/members",
        _LOGIN,
        _shell(
            "Members",
            '<form><p>Dies ist nur für Mitglieder.</p><input name="n"><input type="password"></form>',
        ),
    ),
    Refusal(
        "/app",
        "only by scripts",
        "<!DOCTYPE html><html><head><title>Ledger</title></head><body><noscript>You need to enable JavaScript to run"
        ' this app.</noscript><div id="root"></div><script src="/app.js"></script></body></html>',
    ),
    Refusal(
        "/video",
        "too little text",
        _shell(
            "Kites over the pier",
            "<h1>Kites over the pier</h1><video src='/v.mp4'></video><p>Twelve seconds.</p>",
        ),
    ),
    Refusal(
        "/furniture",
        "Nothing is left",
        _shell(
            "Notice board",
            "<article><p>Share this article</p><p>Sign up for our daily newsletter and never miss a story.</p>"
            "<p>Read more: Bakery wins prize for its rye bread</p><p>Advertisement</p><p>Story continues below"
            " advertisement</p><p>© 2024 The Harbour Ledger. All rights reserved.</p></article>",
        ),
    ),
    Refusal("/picture", "a picture, not to a page", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 60),
    Refusal("/bytes", "is not text", b"<html><body>" + bytes(range(1, 32)) * 600),
    Refusal("/blank", "empty", "   \n"),
)

GERMAN = _shell(
    "Trockendock wird zugeschüttet",
    "<article><h1>Trockendock wird zugeschüttet</h1><p>Der Kreis will das alte Trockendock von Tarnhafen zuschütten"
    " und darauf 220 Wohnungen bauen. Das geht aus Plänen hervor, die der Zeitung vorliegen. Taucher hatten die Tore"
    " im Mai untersucht und für nicht mehr zu retten erklärt.</p><p>Einen Bauherrn nennen die Pläne nicht. Zwei"
    " Gesellschaften aus der Hauptstadt haben seit Januar Grund um das Dock gekauft, für etwa das Dreifache dessen,"
    " was er im Jahr zuvor wert gewesen war.</p><p>Der Verein der Bootsbauer kündigte Widerstand an. „Wer ein Dock"
    " zuschüttet, braucht keinen Hafen mehr“, sagte seine Vorsitzende Grete Behn am Montag.</p></article>",
    lang="de",
)
"""A story, and one that a corpus of English only does not take."""
GERMAN_PATH = "/de/trockendock"
