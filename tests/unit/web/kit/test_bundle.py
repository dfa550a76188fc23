import hashlib
import re

from concierta.web.kit import bundle


def test_the_name_is_that_of_its_content():
    name, content = bundle.stylesheet()
    assert name == f"concierta.{hashlib.sha256(content).hexdigest()[:10]}.css"
    name, content = bundle.script()
    assert name == f"theme.{hashlib.sha256(content).hexdigest()[:10]}.js"


def test_it_weighs_less_than_25_kilobytes():
    assert len(bundle.stylesheet()[1]) < 25_000


def test_tokens_come_first_and_print_last():
    css = bundle.stylesheet()[1].decode()
    assert css.startswith(":root{color-scheme:light dark;--paper:")
    assert css.rindex("@page") > css.rindex(".c-timeline")


def test_a_two_theme_token_becomes_three_rules():
    css = bundle.minified(bundle.both_themes(":root { --a: light-dark(#fff, #000); --b: 1px; }"))
    assert css == (
        ":root{--a:#fff;--b:1px}"
        '@media (prefers-color-scheme: dark){:root:not([data-theme="light"]){--a:#000}}'
        ':root[data-theme="dark"]{color-scheme:dark;--a:#000}'
        ':root[data-theme="light"]{color-scheme:light}'
    )


def test_nothing_needs_light_dark_any_more():
    assert "light-dark(" not in bundle.stylesheet()[1].decode()


def test_minifying_keeps_descendants_and_calculations():
    css = "/* x */ .a :hover , .b > .c { width: calc(1rem + 2 * var(--d)) ; color: red; }\n"
    assert bundle.minified(css) == ".a :hover,.b>.c{width:calc(1rem + 2 * var(--d));color:red}"


def test_every_token_used_is_declared():
    css = bundle.stylesheet()[1].decode()
    declared = set(re.findall(r"(--[\w-]+):", css))
    # --stack and --min are left to the page, with a default where they are used.
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) - declared == set()


def test_nothing_is_fetched_from_elsewhere():
    css = bundle.stylesheet()[1].decode()
    assert "url(" not in css
    assert "@import" not in css
