"""Links that lead nowhere good, each with what its sentence must say; and sites that answer with malice."""

from __future__ import annotations

import gzip
import zlib

from tests.corpus.site import STORY, Answer, Serve, drip

PRIVATE = "private or reserved network address"
HIDDEN = "hides a network address"
LOCAL = "name of a local network"
SCHEME = "begin with http:// or https://"
NO_LINK = "not a link that can be fetched"
NO_REDIRECT = "redirect is not a link"
USER = "user name or password"
PORT = "usual ports"
AWAY = "cannot be reached"
SLOW = "took longer than"
BROKEN = "broke off or answered in a way that cannot be read"
LARGE = "larger than"
UNASKED = "compressed the page in a way it was not asked for"
HEADERS = "more headers than any page needs"
RULES = "robots.txt"

BAD_LINKS = {
    # Addresses that are not public.
    "http://127.0.0.1/": PRIVATE, "http://127.8.9.1/": PRIVATE, "http://10.0.0.1/": PRIVATE,
    "http://172.16.0.1/": PRIVATE, "http://192.168.0.1/": PRIVATE, "http://100.64.0.1/": PRIVATE,
    "http://169.254.169.254/latest/meta-data/": PRIVATE, "http://100.100.100.200/": PRIVATE,
    "http://168.63.129.16/": PRIVATE, "http://192.0.0.192/": PRIVATE, "http://0.0.0.0/": PRIVATE,
    "http://255.255.255.255/": PRIVATE, "http://224.0.0.1/": PRIVATE, "http://240.0.0.1/": PRIVATE,
    "http://198.18.0.1/": PRIVATE, "http://192.88.99.1/": PRIVATE, "http://192.0.2.1/": PRIVATE,
    "https://127.0.0.1/": PRIVATE, "http://[::1]/": PRIVATE, "http://[::]/": PRIVATE,
    "http://[0:0:0:0:0:0:0:1]/": PRIVATE, "http://[::ffff:127.0.0.1]/": PRIVATE,
    "http://[::ffff:7f00:1]/": PRIVATE, "http://[::ffff:93.184.215.14]/": PRIVATE,
    "http://[::127.0.0.1]/": PRIVATE, "http://[64:ff9b::127.0.0.1]/": HIDDEN,
    "http://[64:ff9b::5db8:d70e]/": HIDDEN, "http://[64:ff9b:1::1]/": PRIVATE,
    "http://[2002:7f00:1::]/": PRIVATE, "http://[2001:0:53aa:64c:0:0:80ff:fffe]/": PRIVATE,
    "http://[fd00::1]/": PRIVATE, "http://[fd00:ec2::254]/": PRIVATE, "http://[fe80::1]/": PRIVATE,
    "http://[fec0::1]/": PRIVATE, "http://[ff02::1]/": PRIVATE, "http://[2001:db8::1]/": PRIVATE,
    "http://[fe80::1%25eth0]/": PRIVATE, "http://[::1%25lo]/": PRIVATE,
    # Numbers that only the C library takes for addresses.
    "http://0/": HIDDEN, "http://2130706433/": HIDDEN, "http://0x7f000001/": HIDDEN,
    "http://0x7f.1/": HIDDEN, "http://017700000001/": HIDDEN, "http://127.1/": HIDDEN,
    "http://0177.0.0.1/": NO_LINK, "http://127.0.0.1./": HIDDEN, "http://127.0.0.0x1/": HIDDEN,
    "http://1.1.1.256/": NO_LINK, "http://127。0。0。1/": PRIVATE, "http://１２７.0.0.1/": NO_LINK,
    "http://①②⑦.0.0.1/": NO_LINK, "http://١٢٧.0.0.1/": NO_LINK,
    # Names that lead inside, and one that does so only sometimes.
    "http://localhost/": LOCAL, "http://LOCALHOST/": LOCAL, "http://localhost./": LOCAL,
    "http://printer/": LOCAL, "http://api.localhost/": LOCAL, "http://nas.local/": LOCAL,
    "http://metadata.google.internal/": LOCAL, "http://hidden.onion/": LOCAL,
    "http://router.home.arpa/": LOCAL, "http://loopback.example/": PRIVATE,
    "http://rebound.example/": PRIVATE, "http://metadata.example/": PRIVATE,
    "http://mapped.example/": PRIVATE, "http://nat64.example/": PRIVATE,
    "http://sixtofour.example/": PRIVATE, "http://teredo.example/": PRIVATE,
    "http://linklocal.example/": PRIVATE, "http://empty.example/": AWAY, "http://nowhere.example/": AWAY,
    # Names that look like others, or are none.
    "http://аpple.example/": PRIVATE, "http://xn--pple-43d.example/": PRIVATE, "http://xn--a/": NO_LINK,
    "http://xn--/": NO_LINK, "http://ex\u200cample.example/": NO_LINK, "http://☃.example/": NO_LINK,
    "http://a..example/": NO_LINK, "http://.example/": NO_LINK, "http://-a.example/": NO_LINK,
    f"http://{'a' * 64}.example/": NO_LINK, f"http://{'a.' * 130}example/": NO_LINK,
    "http://exa%6dple.example/": NO_LINK, "http://localhost%00.public.example/": NO_LINK,
    "http://public .example/": NO_LINK, "http://public.example\\@127.0.0.1/": NO_LINK,
    "http://public.example\\.evil.example/": NO_LINK, "http://public.example\t/": NO_LINK,
    # Passwords, ports, other schemes, and no links at all.
    "http://user:word@public.example/": USER, "http://user@public.example/": USER,
    "http://public.example@127.0.0.1/": USER, "http://@public.example/": USER,
    "http://public.example:22/": PORT, "http://public.example:8080/": PORT,
    "http://public.example:0/": PORT, "https://public.example:6379/": PORT,
    "http://public.example:99999/": PORT, "http://public.example:-1/": PORT,
    "http://public.example:http/": NO_LINK, "file:///etc/passwd": SCHEME, "ftp://public.example/": SCHEME,
    "gopher://public.example/": SCHEME, "javascript:alert(1)": SCHEME, "data:text/html,hello": SCHEME,
    "view-source:http://public.example/": SCHEME, "//public.example/": SCHEME, "public.example": SCHEME,
    "http://": SCHEME, "http:///path": SCHEME, "http:public.example": SCHEME, "": SCHEME, "   ": SCHEME,
    "http://[::1": NO_LINK, "http://[]/": NO_LINK, "http://public.example/\x00": NO_LINK,
    "http://public.example/\r\nHost: x": NO_LINK, f"http://public.example/{'a' * 9_000}": "longer than",
}  # fmt: skip


def status(number: int, **headers: str) -> Serve:
    return lambda answer: answer.answer(number, **headers)


def to(location: str, number: int = 302) -> Serve:
    return lambda answer: answer.answer(number, location=location)


def page(body: bytes, **headers: str) -> Serve:
    return lambda answer: answer.answer(200, body, **headers)


def raw(said: bytes) -> Serve:
    """An answer of our own, byte by byte."""

    def serve(answer: Answer) -> None:
        answer.wfile.write(said)
        answer.close_connection = True

    return serve


def head(said: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + said + b"\r\n"


def endless(answer: Answer) -> None:
    answer.wfile.write(head(b""))
    try:
        for _ in range(500):
            answer.wfile.write(b"<p>more</p>" * 10_000)
    except OSError:
        pass


def dripping_body(answer: Answer) -> None:
    answer.wfile.write(head(b""))
    drip(b"x")(answer)


BOMB = gzip.compress(bytes(20_000_000))
COOKIES = (
    b"HTTP/1.1 302 Found\r\nLocation: /\r\nSet-Cookie: \xf8=\xff\xfe; Path=/\r\n"
    b'Set-Cookie: a="b; Max-Age=9e99\r\nSet-Cookie: ; Expires=Thu, 99 Foo 99999 99:99:99 GMT\r\n'
    b'Set-Cookie: b=1; Port="x"; Version=z; Domain=..\r\nContent-Length: 0\r\n\r\n'
)
# Each site answers at `/` with the first of its pair, and is at `news.example`.
BAD_SITES: dict[str, tuple[Serve, str]] = {
    "a redirect to a private address": (to("http://10.0.0.1/"), PRIVATE),
    "a redirect to the cloud's own service": (to("http://169.254.169.254/latest/"), PRIVATE),
    "a redirect to a name with a private address": (to("http://rebound.example/"), PRIVATE),
    "a redirect to this machine": (to("http://localhost:80/"), LOCAL),
    "a redirect to a hidden address": (to("http://0x7f.1/"), HIDDEN),
    "a redirect to a file": (to("file:///etc/passwd"), SCHEME),
    "a redirect to a script": (to("javascript:alert(1)"), SCHEME),
    "a redirect with a password": (to("http://u:p@news.example/"), USER),
    "a redirect to another port": (to("http://news.example:22/"), PORT),
    "a redirect to port 0": (to("http://news.example:0/"), PORT),
    "a redirect to no link": (to("http://[::1"), NO_REDIRECT),
    "a redirect to a private address without a scheme": (to("//127.0.0.1/"), PRIVATE),
    "a redirect of endless length": (to("/" + "a" * 9_000), "longer than"),
    "a permanent redirect to a private address": (to("http://192.168.0.1/", 308), PRIVATE),
    "a redirect to itself": (to("/"), "redirected more than 5 times"),
    "a redirect to nowhere": (status(302), "answered 302"),
    "a gzip bomb": (page(BOMB, content_encoding="gzip"), LARGE),
    "a gzip bomb in a gzip bomb": (page(gzip.compress(BOMB), content_encoding="gzip, gzip"), UNASKED),
    "a bomb of bare deflate": (page(zlib.compress(bytes(20_000_000)), content_encoding="deflate"), LARGE),
    "Brotli unasked": (page(b"\x0b\x02\x80", content_encoding="br"), UNASKED),
    "Zstandard unasked": (page(b"\x28\xb5\x2f\xfd", content_encoding="zstd"), UNASKED),
    "gzip that is none": (page(b"not gzip", content_encoding="gzip"), BROKEN),
    "gzip cut short": (page(gzip.compress(STORY * 99)[:-9], content_encoding="gzip"), BROKEN),
    "a body without end": (endless, LARGE),
    "a body that drips": (dripping_body, SLOW),
    "a header that drips": (drip(b"X"), SLOW),
    "interim answers without end": (drip(b"HTTP/1.1 103 Early Hints\r\n\r\n"), SLOW),
    "headers without number": (raw(head(b"".join(b"X-%d: y\r\n" % n for n in range(999)))), HEADERS),
    "a header of 70 KB": (raw(head(b"X: " + b"y" * 70_000 + b"\r\n")), HEADERS),
    "a header of 300 KB": (raw(head(b"X: " + b"y" * 300_000 + b"\r\n")), BROKEN),
    "a body shorter than promised": (raw(head(b"Content-Length: 999\r\n") + STORY), BROKEN),
    "a body of negative length": (raw(head(b"Content-Length: -5\r\n") + STORY), BROKEN),
    "a body of two lengths": (raw(head(b"Content-Length: 5\r\nContent-Length: 9\r\n") + STORY), BROKEN),
    "a piece of impossible size": (raw(head(b"Transfer-Encoding: chunked\r\n") + b"zz\r\n"), BROKEN),
    "a transfer that nobody knows": (raw(head(b"Transfer-Encoding: gzip\r\n") + b"x"), BROKEN),
    "an answer that is no HTTP": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), BROKEN),
    "an answer of version 9": (raw(b"HTTP/9.9 200 OK\r\n\r\n"), "empty"),
    "no answer": (raw(b""), BROKEN),
    "a status that is none": (raw(b"HTTP/1.1 0200 OK\r\n\r\n"), BROKEN),
    "a PDF called a page": (page(b"%PDF-1.7 "), "a PDF file"),
    "a zip called a page": (page(b"PK\x03\x04"), "a zip archive"),
    "a picture": (page(b"\x89PNG", content_type="image/png"), "a picture"),
    "data": (page(b"{}", content_type="application/json"), "application/json"),
    "bytes called text": (page(b"\x01\x00\x02" * 400, content_type="text/plain"), "not a page of text"),
    "an empty page": (page(b""), "empty"),
    "a charset that takes for ever": (page(b"\x80-" * 99_999, content_type="text/html; charset=idna"), ""),
    "the same in the page": (page(b"<meta charset=punycode>" + b"\x80-" * 99_999), ""),
    "cookies of any shape": (raw(COOKIES), "redirected more than 5 times"),
    "a charset of any shape": (
        raw(head(b"Content-Type: text/html; charset*" + b"1" * 5_000 + b"=x\r\n")),
        "",
    ),
    "no content": (status(204), "204"),
    "part of a page": (status(206), "206"),
    "not modified, unasked": (status(304), "304"),
    "a page for members": (status(401, www_authenticate="Basic"), "logged in"),
    "a page for money": (status(402), "pay"),
    "a page not for programs": (status(403), "does not let programs"),
    "no page": (status(404), "no page at this address"),
    "a page that is gone": (status(410), "gone for good"),
    "too many questions": (status(429, retry_after="999999999999"), "asked too often"),
    "a page that the law forbids": (status(451), "legal reasons"),
    "a site that is down": (status(503), "problem of its own"),
    "a status of its own making": (status(999), "answered 999"),
}

CROWD = b"\n".join(b"User-agent: a%d" % number for number in range(9_000))
STARS = b"Disallow: /" + b"*a" * 200_000 + b"\nDisallow: /*"
LONG = b"User-agent: *\nDisallow: /\n" + bytes(20_000_000)
# What `/robots.txt` answers, where the page itself is a good one.
BAD_RULES: dict[str, tuple[Serve, str]] = {
    "all is forbidden": (page(b"User-agent: *\nDisallow: /"), RULES),
    "we are forbidden": (page(b"User-agent: BYLINE\nDisallow: /\n\nUser-agent: *\nDisallow:"), RULES),
    "the site is down": (status(503), RULES),
    "the site is asked too often": (status(429), RULES),
    "the rules drip": (dripping_body, SLOW),
    "the rules are no HTTP": (raw(b"rules?\r\n\r\n"), BROKEN),
    "a crowd with many rules": (page(CROWD + b"\nUser-agent: *\n" + b"Disallow:/\n" * 20_000), RULES),
    "rules of many stars": (page(b"User-agent: *\n" + STARS), RULES),
    "a bomb": (page(gzip.compress(LONG), content_encoding="gzip"), RULES),
}
