"""How each kind of page that is no story gives itself away: a table, to grow by a line at a time.

A phrase must be one that a short story would hardly hold two of; a title one that no headline is. `marks` is
an XPath over the page's markup. `tests/newssite/` has a page for each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wall:
    """One kind of page that is no story."""

    reason: str
    """For a person."""
    phrases: tuple[str, ...]
    """What it says; one in place of a story, or two in a short one, give it away."""
    titles: tuple[str, ...]
    """What it is called, alone over the page."""
    marks: str = "*[false()]"
    """What is in its markup, as an XPath."""


SUBSCRIBERS = Wall(
    "The site shows only the beginning of the story to readers without a subscription.",
    (
        r"subscribe (?:now )?(?:to|and) (?:continue|read|unlock)",
        r"(?:continue|keep) reading with",
        r"to (?:continue|keep) reading",
        r"subscribers[- ]only|for (?:our )?subscribers",
        r"already a (?:subscriber|member)",
        r"unlock (?:this|the full) (?:article|story)",
        r"free articles? (?:left|remaining)",
        r"weiterlesen mit|jetzt abonnieren|bereits abonnent|nur für abonnenten",
        r"réservé (?:à nos|aux) abonnés|déjà abonné|il vous reste .{1,20} de cet article",
        r"solo para suscriptores|ya (?:es|eres) suscriptor|suscríb\w+ para (?:seguir|continuar)",
        r"contenuto riservato agli abbonati|sei già abbonato",
        r"alleen voor abonnees|exclusivo para assinantes",
    ),
    (r"subscribe(?: now)?", r"choose (?:a|your) (?:plan|subscription)", r"subscription (?:offers|options)"),
    "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'regwall')"
    " or contains(@class, 'subscriber-only') or contains(@class, 'metered')]",
)

_PROOF = Wall(
    "The site wants proof that a person is reading. Open it in a browser and add its text instead.",
    (
        r"captcha",
        r"are you (?:a )?(?:human|robot)|not a (?:ro)?bot",
        r"verify (?:that )?you(?: a|’|')re (?:a )?human",
        r"(?:checking|verifying) your browser",
        r"just a moment",
        r"unusual (?:traffic|activity) from",
        r"enable (?:javascript|js) and (?:cookies|disable)",
        r"press (?:&|and) hold",
        r"your (?:request|ip address) (?:was |has been )?blocked",
        r"kein roboter|pas un robot|no (?:soy|eres) un robot",
    ),
    (
        r"just a moment.*",
        r"are you (?:a )?(?:human|robot).*",
        r"attention required.*",
        r"security check.{0,20}",
        r"(?:human|bot|robot) (?:verification|check)",
        r"pardon our interruption.*",
        r"access to this page .{0,40}denied",
    ),
    "//script[contains(@src, 'captcha') or contains(@src, '/cdn-cgi/challenge')]"
    " | //iframe[contains(@src, 'captcha') or contains(@src, 'challenges.')]"
    " | //*[contains(@class, 'g-recaptcha') or contains(@class, 'h-captcha')]",
)
_CONSENT = Wall(
    "The site shows a consent page for cookies instead of the story.",
    (
        r"we (?:value|respect|care about) your privacy",
        r"before you continue",
        r"(?:manage|withdraw|give) (?:your )?(?:consent|cookies)",
        r"(?:accept|reject) all",
        r"cookie (?:settings|preferences|consent|policy)",
        r"(?:our|\d+) partners (?:store|use|process|and)",
        r"alle akzeptieren|mit werbung (?:weiter)?lesen|zustimmen und weiter|ihre privatsphäre",
        r"tout accepter|continuer sans accepter|votre vie privée",
        r"aceptar (?:todo|y continuar)|su privacidad",
        r"accetta (?:tutti|e continua)|alles accepteren|aceitar todos",
    ),
    (
        r"before you continue.{0,40}",
        r"we (?:value|respect|care about) your privacy",
        r"(?:your )?(?:privacy|cookie)(?: (?:settings|choices|consent|preferences|notice))+",
    ),
    "//*[contains(@id, 'consent') or contains(@class, 'consent') or contains(@id, 'sp_message')]",
)
_LOGIN = Wall(
    "The site shows a login page instead of the story.",
    (
        r"(?:log ?in|sign ?in) (?:to|with|or)",
        r"forgot(?:ten)? (?:your )?password",
        r"keep me (?:logged|signed) in",
        r"create an account",
        r"\bpassword\b",
        r"passwort vergessen|mot de passe oublié|contraseña|wachtwoord vergeten|password dimenticata",
    ),
    (
        r"(?:please )?(?:log|sign)[ -]?in",
        r"(?:log|sign)[ -]?in (?:to|or) .{0,60}",
        r"anmelden|einloggen|(?:se )?connexion|iniciar sesión|acceder|inloggen|accedi",
    ),
    "//input[@type='password']",
)
_REGION = Wall(
    "The site does not show the story to readers in this part of the world.",
    (r"not available in your (?:country|region|location)", r"unavailable (?:in your|for legal)"),
    (r"(?:error |http )?451.{0,3}unavailable for legal reasons", r"not available in your .{1,20}"),
)
_ERROR = Wall(
    "The site shows an error page instead of a story.",
    (
        r"page (?:was |could |can )?not (?:be )?(?:found|exist)",
        r"\b404\b|\b403\b|(?:error|http) 50\d",
        r"access denied",
        r"no longer available",
        r"error occurred|something went wrong",
        r"(?:page|link|address|article) (?:you .{0,40})?does(?:n[’']t| not) exist",
        r"seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no (?:encontrada|existe)",
        r"pagina non trovata|pagina niet gevonden|página não encontrada",
    ),
    (
        r"(?:error ?|http ?)?(?:40\d|410|50\d)(?:\W{0,3}(?:error|not found|gone|forbidden))?",
        r"(?:error ?|http ?)?50\d\W{0,3}(?:internal )?server error",
        r"(?:page|article|story|content) (?:was |is )?(?:not found|(?:no longer |not )available|unavailable)",
        r"(?:we (?:can[’']t|could ?n[’']t|cannot) find (?:that|this|the) (?:page|article|story))",
        r"not found|access denied|forbidden|error",
        r"oops\W.{0,40}|sorry\W+(?:we|but|the page|this page)\b.{0,60}|something went wrong.{0,20}",
        r"(?:service )?(?:temporarily )?unavailable",
        r"seite (?:wurde )?nicht gefunden|page introuvable|página no encontrada|pagina non trovata",
    ),
)
_SCRIPTS = Wall(
    "The site shows its story only by scripts in a browser. Open it there and add its text instead.",
    (
        r"(?:enable|requires?|turn on|needs?) javascript",
        r"javascript (?:is|must|has to|seems)",
        r"aktivieren sie javascript|activer javascript",
    ),
    (r"javascript (?:is )?(?:required|disabled)",),
)
WALLS = (_PROOF, _CONSENT, _LOGIN, SUBSCRIBERS, _REGION, _ERROR, _SCRIPTS)
LISTING = "This page is a list of stories, not one of them. Add their links, or the site's feed."
EMPTY = "Nothing is left of the page once its menus, links and notices are taken off."
