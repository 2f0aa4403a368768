"""Which addresses may be reached, in every spelling we know of."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ForbiddenAddress
from bot.feeds.guard import check_url, refuse_address, refuse_url

FORBIDDEN_ADDRESSES = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "100.100.100.200", "127.0.0.1", "127.1.2.3",
    "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.8",
    "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.1.2.3", "64:ff9b:1::1", "100::1",
    "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "2002:808:808::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "2606:4700::5efe:7f00:1",
    "2606:4700::200:5efe:10.0.0.1",
]  # fmt: skip

FORBIDDEN_URLS = [
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://a.localhost/", "http://printer/",
    "http://printer.local/", "http://wiki.internal/", "http://router.lan/", "http://nas.home.arpa/",
    "http://metadata.google.internal/computeMetadata/v1/", "http://metadata/", "http://127.0.0.1/", "http://127.1/",
    "http://127.0.1/", "http://0/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/", "http://0177.0.0.1/", "http://0177.1/", "http://017700000001/", "http://127.0.0.01/",
    "http://127.0.0.1./", "http://%31%32%37.0.0.1/", "http://127。0。0。1/", "http://127．0．0．1/",
    "http://①②⑦.⓪.⓪.①/", "http://１２７.０.０.１/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/", "http://0xa9fea9fe/", "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[fe80::1%25eth0]/", "http://[fd00:ec2::254]/", "http://user@news.example.com/",
    "http://user:word@news.example.com/", "http://news.example.com@127.0.0.1/", "http://127.0.0.1#@news.example.com/",
    "http://127.0.0.1\\@news.example.com/", "http://news.example.com:22/", "http://news.example.com:25/",
    "http://news.example.com:6379/", "http://news.example.com:0/", "http://news.example.com:99999/",
    "ftp://news.example.com/", "file:///etc/passwd", "gopher://news.example.com/", "dict://news.example.com:11211/",
    "javascript:alert(1)", "data:text/html,hello", "//news.example.com/", "http:news.example.com", "http://", "",
    "http:///etc/passwd", "http://news.example.com/\r\nHost: localhost", "http://news.example.com/\x00",
    " http://127.0.0.1/",
    "http://news..example.com/", "http://" + "a" * 64 + ".com/", "http://news.example.com/" + "a" * 2000,
    "http://news.exam\u200bple.com/", "http://[::1", "http://1.1.1.1.1/x y",
]  # fmt: skip

ALLOWED_ADDRESSES = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1",
    "192.169.0.1", "2606:4700::1111",
                     "2a00:1450:4001:830::200e", "64:ff9b::808:808", "::ffff:8.8.8.8",
    "2001:4860:4860::8888"]  # fmt: skip
ALLOWED_URLS = [
    "http://news.example.com/", "https://news.example.com/rss?x=1#y", "https://news.example.com:8443/feed",
    "http://новости.example/лента", "https://1.1.1.1/", "https://[2606:4700::1111]/",
    "https://xn--80ak6aa92e.com/feed",
    "https://news.example.com/@editor", "https://news.example.com/%2e%2e/a", "https://10.example.com/",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN_ADDRESSES)
def test_a_forbidden_address_is_refused_at_the_socket(address):
    assert refuse_address(address)


@pytest.mark.parametrize("url", FORBIDDEN_URLS)
def test_a_forbidden_url_is_refused_before_any_look_up(url):
    assert refuse_url(url)
    with pytest.raises(ForbiddenAddress):
        check_url(url)


@pytest.mark.parametrize("address", ALLOWED_ADDRESSES)
def test_a_public_address_is_allowed(address):
    assert refuse_address(address) == ""


@pytest.mark.parametrize("url", ALLOWED_URLS)
def test_a_public_url_is_allowed(url):
    assert refuse_url(url) == ""


def test_at_least_sixty_forms_are_known():
    assert len(set(FORBIDDEN_ADDRESSES)) >= 60
    assert len(set(FORBIDDEN_URLS)) >= 60


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fd12::1", "::ffff:127.0.0.1"]
)
def test_the_setting_opens_private_networks(address):
    assert refuse_address(address, allow_private=True) == ""


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fd00:ec2::254", "224.0.0.1", "0.0.0.0", "64:ff9b::a9fe:a9fe"]
)
def test_the_setting_never_opens_metadata_or_multicast(address):
    assert refuse_address(address, allow_private=True)


def test_the_setting_opens_local_names_and_ports():
    assert refuse_url("http://localhost:5000/feed", allow_private=True) == ""
    assert refuse_url("http://localhost:5000/feed")


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_python_holds_private_passes(address):
    if not address.is_global or address.is_multicast:
        assert refuse_address(str(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_inside_ipv6(address):
    for inside in (IPv6Address(f"::ffff:{address}"), IPv6Address(f"64:ff9b::{address}")):
        assert bool(refuse_address(str(inside))) == bool(refuse_address(str(address)))


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_python_holds_private_passes(address):
    mapped = address.ipv4_mapped
    if not (mapped or address).is_global or (mapped or address).is_multicast:
        assert refuse_address(str(address))


@given(st.text(max_size=60))
def test_any_text_is_judged_without_an_error(text):
    refuse_url(text)
    refuse_url(f"http://{text}/")
    refuse_address(text)


@given(st.integers(0, 2**32 - 1))
def test_a_number_is_never_a_host(number):
    assert refuse_url(f"http://{number}/")
    assert refuse_url(f"http://{number:#x}/")
    assert refuse_url(f"http://{number:#o}/".replace("0o", "0"))
    assert isinstance(ip_address(number), IPv4Address)
