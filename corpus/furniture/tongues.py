"""The commonest kinds in German, French, Spanish, Italian, Portuguese and Dutch."""

from __future__ import annotations

_SHARES = r"(?:teilen|partager|compartir|condividi|compartilhar|partilhar|delen|dela|udostępnij|поделиться)"
_NETS = r"(?:facebook|twitter|x|whats ?app|telegram|linked ?in|pinterest|instagram|bluesky|e-?mail)"
_READ = (
    r"(?:lesen sie (?:auch|mehr)|mehr (?:dazu|zum thema)|(?:à )?lire aussi|voir aussi|lea también|lee también"
    r"|leggi anche|per approfondire|leia (?:também|mais)|veja também|lees ook|läs också|czytaj też)"
)

TONGUES = {
    "share bar": (
        _SHARES,
        rf"(?:diesen )?(?:artikel|beitrag) {_SHARES}",
        rf"{_SHARES} (?:cet|l[’']|este|questo|dit|deze) ?\w+",
    ),
    "share on": (
        rf"(?:auf|bei|per|via) {_NETS} teilen",
        rf"{_SHARES} (?:sur|par|en|por|su|via|no|na|op|auf|bei|per) {_NETS}",
    ),
    "print bar": (
        r"(?:artikel |seite )?drucken|imprimer|imprimir|stampa|afdrukken|link kopieren|copier le lien",
        r"copiar enlace",
    ),
    "follow us": (
        r"(?:folgen sie|folgt) uns(?: auf .{1,60})?|suivez-nous(?: sur .{1,60})?|síguenos(?: en .{1,60})?"
        r"|seguici(?: su .{1,60})?|siga-nos(?: no .{1,60})?|volg ons(?: op .{1,60})?",
    ),
    "advertisement": (
        r"anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|annons|reklama|реклама",
    ),
    "around an ad": (
        r"(?:der )?(?:artikel|text|beitrag) (?:geht|wird) (?:nach|unter) der (?:anzeige"
        r"|werbung) (?:weiter|fortgesetzt)",
        r"la suite après (?:la|cette) publicité|sigue leyendo (?:tras|después de) la publicidad",
        r"continua dopo la pubblicità",
        r"continua após a publicidade|tekst gaat (?:verder|door) onder de (?:advertentie|foto|video)",
    ),
    "cookies": (
        r"(?:wir|diese (?:seite|website)) (?:verwende[nt]|nutz(?:t|en)) cookies\b.{0,300}",
        r"(?:nous|ce site) utilis(?:ons|e) des cookies\b.{0,300}",
        r"(?:este sitio|nosotros)? ?(?:utiliza|usamos|usa) cookies\b.{0,300}",
        r"questo sito (?:utilizza|usa) (?:i )?cookie\b.{0,300}",
        r"(?:wij|deze (?:site|website)) gebruik(?:en|t) cookies\b.{0,300}",
        r"alle (?:cookies )?(?:akzeptieren|ablehnen|accepteren)|tout (?:accepter|refuser)",
        r"(?:aceptar|rechazar) todo|accetta tutt[oi]|aceitar todos",
        r"cookie-?einstellungen|paramètres (?:des )?cookies|configuración de cookies",
    ),
    "newsletter": (
        r"(?:jetzt )?(?:unseren |den )?newsletter (?:abonnieren|bestellen).{0,80}",
        r"(?:inscrivez|abonnez)-vous à (?:notre|la) newsletter.{0,80}",
        r"suscríbe(?:te|se) a (?:nuestr[ao]|la|el) (?:newsletter|boletín).{0,80}",
        r"iscriviti alla (?:nostra )?newsletter.{0,80}",
        r"(?:assine|inscreva-se n)[ao] (?:nossa )?newsletter.{0,80}",
        r"(?:schrijf je in|meld je aan) voor (?:onze|de) nieuwsbrief.{0,80}",
    ),
    "subscribe": (
        r"(?:jetzt )?abonnieren|(?:abonnez-vous|s[’']abonner)(?: maintenant)?|suscríbe(?:te|se)",
        r"abbonati(?: ora)?|assine(?: já| agora)?|abonneren|word abonnee",
    ),
    "account": (
        r"(?:anmelden|einloggen|abmelden|registrieren|se connecter|s[’']inscrire|connexion"
        r"|iniciar sesión|registrarse|accedi|registrati|entrar|inloggen|mein konto|mon compte"
        r"|mi cuenta)",
    ),
    "reply form": (
        r"(?:schreiben sie|hinterlasse|schreibe) einen kommentar",
        r"kommentar (?:schreiben|verfassen|abschicken)|antworten",
        r"laisser un commentaire|(?:ajouter|écrire) un commentaire",
        r"deja (?:un comentario|una respuesta)|lascia un commento|deixe um comentário",
        r"(?:plaats een|laat een) (?:reactie|bericht)(?: achter)?",
    ),
    "comment counter": (r"\d+ (?:kommentare?|commentaires?|comentarios?|commenti|comentários?|reacties)",),
    "comment rules": (
        r"(?:deine|ihre) e-mail-adresse wird nicht veröffentlicht.{0,80}",
        r"votre adresse e-mail ne sera pas publiée.{0,80}",
        r"(?:tu dirección de correo electrónico|el correo) no será publicad[ao].{0,80}",
        r"il tuo indirizzo e-?mail non sarà pubblicato.{0,80}",
    ),
    "read more": (
        r"(?:mehr|weiter) ?lesen|lire (?:la suite|plus)|(?:leer|ver) más|leggi (?:di più|tutto)",
        r"continua a leggere|(?:ler|ver|leia|saiba) mais|lees meer|mehr anzeigen",
    ),
    "pointer": (rf"{_READ} ?[:|»>–—] ?.{{1,160}}(?<![.!?])(?![.!?])",),
    "other stories": (
        r"(?:ähnliche|weitere|verwandte|neueste|aktuelle) (?:artikel|beiträge|themen|nachrichten|meldungen)",
        r"articles? (?:similaires|liés|récents|associés)|sur le même (?:sujet|thème)",
        r"(?:noticias|artículos|notas) relacionad[ao]s|últimas noticias",
        r"(?:articoli|notizie) (?:correlat[ie]|simili)|ultime notizie",
        r"(?:notícias|artigos) relacionad[ao]s|(?:gerelateerde|meer) (?:artikelen|berichten)",
    ),
    "most read": (
        r"(?:meist ?gelesen|am meisten gelesen|das könnte (?:sie|dich) (?:auch )?interessieren"
        r"|empfehlungen der redaktion)",
        r"(?:les )?plus lus|vous aimerez aussi|lo más (?:leído|visto)|te puede interesar",
        r"(?:le|i) più lett[ie]|(?:as )?mais lidas|meest gelezen",
    ),
    "tags": (
        r"(?:schlagw(?:ort|örter)|themen|mots-clés|étiquettes|etiquetas|temas|tag|argomenti"
        r"|trefwoorden|thema[’']s)\b ?: ?.{1,200}",
    ),
    "rights": (
        r".{0,160}\b(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
        r"|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden)\b.{0,200}",
    ),
    "legal links": (
        r"(?:datenschutz(?:erklärung)?|impressum|nutzungsbedingungen|kontakt|mentions légales"
        r"|politique de confidentialité|conditions d[’']utilisation|aviso legal|política de privacidad"
        r"|informativa sulla privacy|política de privacidade|privacybeleid|algemene voorwaarden"
        r"|colofon)",
    ),
    "to the top": (
        r"(?:zurück )?nach oben|(?:retour en )?haut de page|volver arriba|torna su",
        r"(?:terug )?naar boven|voltar ao topo",
    ),
    "skip": (
        r"(?:direkt )?zum (?:haupt)?inhalt(?: springen| wechseln)?|aller au contenu(?: principal)?",
        r"(?:saltar|ir) al contenido(?: principal)?|vai al contenuto|ir para o conteúdo",
        r"(?:spring|ga) naar (?:de )?(?:hoofd)?inhoud",
    ),
    "reading time": (
        r"lesezeit ?:? ?.{1,20}|temps de lecture ?:? ?.{1,20}|tiempo de lectura ?:? ?.{1,20}",
        r"tempo di lettura ?:? ?.{1,20}|leestijd ?:? ?.{1,20}",
        r"\d+ min(?:uten)? (?:lesezeit|de lecture|de lectura|di lettura|lezen)",
    ),
    "listen": (
        r"(?:artikel|beitrag) (?:an)?hören|écouter (?:l[’']article|cet article)",
        r"escuchar (?:este )?(?:artículo|la noticia)|ascolta (?:l[’']articolo|questo articolo)",
        r"beluister dit artikel",
    ),
    "next article": (
        r"(?:nächster|vorheriger|voriger) (?:artikel|beitrag)\b:?.{0,100}",
        r"article (?:suivant|précédent)\b:?.{0,100}",
        r"(?:artículo|entrada) (?:siguiente|anterior)\b:?.{0,100}",
    ),
    "support": (
        r"(?:unterstützen sie (?:unsere|unabhängigen)|soutenez|apoya|sostieni"
        r"|steun) .{0,40}(?:journalismus|journalisme|periodismo|giornalismo|journalistiek"
        r"|arbeit)\b.{0,80}",
    ),
}
