package dev.weir.api.imports;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plain text made of HTML: paragraphs and line breaks stay, links stand with their whole address, all else is dropped.
 *
 * <p>Never fails, whatever the HTML. Mastodon writes mentions and hashtags as links with a class of that name, and shortens
 * addresses by hiding parts of them.
 */
final class HtmlText {

    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<!--.*?-->", Pattern.DOTALL);
    private static final Pattern HREF = Pattern.compile("\\bhref\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern NAMED_LINK = Pattern.compile("\\bclass\\s*=\\s*[\"'][^\"']*\\b(mention|hashtag)\\b");
    private static final Pattern ENTITY = Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,6});");
    private static final Map<String, String> NAMED = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "hellip", "…", "mdash", "—",
            "ndash", "–");

    private final StringBuilder text = new StringBuilder();
    private String href = "";
    private int linkStart = -1;
    private String hidden = "";

    private HtmlText() {}

    /** The text of some HTML. */
    static String of(String html) {
        var reader = new HtmlText();
        int at = 0;
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            reader.text(html.substring(at, tag.start()));
            if (tag.group(2) != null) {
                reader.tag(!tag.group(1).isEmpty(), tag.group(2).toLowerCase(Locale.ROOT), tag.group(3));
            }
            at = tag.end();
        }
        reader.text(html.substring(at));
        reader.endLink();
        return tidy(reader.text.toString());
    }

    /** No spaces before line breaks, at most one empty line, nothing around. */
    private static String tidy(String text) {
        var tidy = new StringBuilder(text.length());
        int empty = 0;
        for (String line : text.strip().split("\n", -1)) {
            var kept = line.strip();
            empty = kept.isEmpty() ? empty + 1 : 0;
            if (empty <= 1) {
                tidy.append(tidy.length() == 0 ? "" : "\n").append(kept);
            }
        }
        return tidy.toString();
    }

    /** What stands between the tags. */
    static String withoutTags(String html) {
        return unescaped(html.replaceAll("<[^<>]*>", "")).strip();
    }

    /** A text with its HTML entities replaced by what they stand for; what was escaped twice stays escaped once. */
    static String unescaped(String text) {
        return text.indexOf('&') < 0
                ? text
                : ENTITY.matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1), match.group())));
    }

    private static String character(String name, String otherwise) {
        if (name.charAt(0) != '#') {
            return NAMED.getOrDefault(name, otherwise);
        }
        boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
        int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        boolean isCharacter = code > 0 && code <= Character.MAX_CODE_POINT && !(code >= 0xD800 && code <= 0xDFFF);
        return isCharacter ? Character.toString(code) : otherwise;
    }

    private void text(String raw) {
        if (hidden.isEmpty()) {
            // Line breaks of the source are spaces, as in a browser.
            text.append(unescaped(raw.replaceAll("[\\r\\n\\t ]+", " ")));
        }
    }

    private void tag(boolean closes, String name, String attributes) {
        if (!hidden.isEmpty()) {
            hidden = closes && name.equals(hidden) ? "" : hidden;
            return;
        }
        switch (name) {
            case "script", "style" -> hidden = closes ? "" : name;
            case "br" -> text.append('\n');
            case "p", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6" -> text.append("\n\n");
            case "li", "div", "tr" -> text.append(closes ? "" : "\n");
            case "a" -> link(closes, attributes);
            default -> {}
        }
    }

    private void link(boolean closes, String attributes) {
        endLink();
        Matcher address = HREF.matcher(attributes);
        if (!closes && address.find() && !NAMED_LINK.matcher(attributes).find()) {
            var found = unescaped(address.group(1) == null ? address.group(2) : address.group(1));
            href = found.regionMatches(true, 0, "http://", 0, 7) || found.regionMatches(true, 0, "https://", 0, 8)
                    ? found
                    : "";
            linkStart = text.length();
        }
    }

    private void endLink() {
        if (linkStart >= 0 && !href.isEmpty()) {
            var shown = text.substring(linkStart).strip();
            text.setLength(linkStart);
            text.append(isAddress(shown) ? href : shown + " " + href);
        }
        href = "";
        linkStart = -1;
    }

    /** Whether what is shown of a link is its address, or the beginning of it. */
    private boolean isAddress(String shown) {
        var bare = bare(shown.endsWith("…") ? shown.substring(0, shown.length() - 1) : shown);
        return bare.isEmpty() || (bare.indexOf('.') > 0 && bare(href).startsWith(bare));
    }

    private static String bare(String address) {
        return address.replaceFirst("^https?://", "").replaceFirst("^www\\.", "");
    }
}
