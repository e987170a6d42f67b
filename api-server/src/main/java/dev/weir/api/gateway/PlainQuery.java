package dev.weir.api.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads query strings that leave nothing to interpret: names and lists, with commas plain or encoded. */
final class PlainQuery {

    private static final String COMMA = "%2C";

    private PlainQuery() {}

    /**
     * The parameters, in order; null for a query string that is not a plain one.
     *
     * @param raw as it was sent; null for none
     */
    static @Nullable Map<String, List<String>> parse(@Nullable String raw) {
        if (raw == null) {
            return Map.of();
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            int equals = raw.indexOf('=', start);
            if (equals <= start || equals >= end) {
                return null;
            }
            String name = raw.substring(start, equals);
            String value = value(raw, equals + 1, end);
            if (!isPlain(name) || value == null) {
                return null;
            }
            query.computeIfAbsent(name, added -> new ArrayList<>(1)).add(value);
            start = end + 1;
        }
        return query;
    }

    private static @Nullable String value(String raw, int start, int end) {
        String value = raw.substring(start, end);
        if (value.indexOf('%') >= 0) {
            value = value.replace(COMMA, ",").replace("%2c", ",");
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != ',' && !isPlain(value.charAt(i))) {
                return null;
            }
        }
        return value;
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPlain(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-';
    }
}
