package dev.weir.billing.catalogue;

import dev.weir.billing.catalogue.Allowance.Holder;
import dev.weir.billing.catalogue.Section.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads values with units: {@code 10,000 posts / month}, {@code 450 requests / 15 min}, {@code 200.00 USD / month}. Each
 * method answers empty, with a problem reported, for anything else.
 */
final class Quantities {

    private static final String PER_MONTH = "month";
    private static final long MOST = 1_000_000_000_000L;
    private static final Map<String, ChronoUnit> PERIODS =
            Map.of("s", ChronoUnit.SECONDS, "min", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(31);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,._]*");
    private static final Pattern GROUPED = Pattern.compile("[0-9]+|[0-9]{1,3}(,[0-9]{3})+");
    private static final Pattern AMOUNT = Pattern.compile("(\\S+)\\s+([^\\s/]+)");
    private static final Pattern RATE = Pattern.compile("(\\S+)\\s+([^\\s/]+)\\s*/\\s*(?:(\\S+)\\s+)?(\\S+)");
    private static final Pattern AT_ONCE = Pattern.compile("(\\S+)\\s+at\\s+once");
    private static final Pattern PER_USER = Pattern.compile("(.*\\S)\\s+per\\s+user");

    private Quantities() {}

    /** {@code 10 requests / 1 s}. */
    static Optional<Allowance> allowance(Text text) {
        return allowance(text, text.value(), Holder.APP);
    }

    /** {@code 10 requests / 15 min} or {@code 10 requests / 15 min per user}. */
    static Optional<Allowance> window(Text text) {
        var perUser = PER_USER.matcher(text.value());
        return perUser.matches()
                ? allowance(text, perUser.group(1), Holder.USER)
                : allowance(text, text.value(), Holder.APP);
    }

    private static Optional<Allowance> allowance(Text text, String written, Holder holder) {
        var matched = RATE.matcher(written);
        if (!matched.matches()) {
            refuseShape(text);
            return Optional.empty();
        }
        var requests = number(text, matched.group(1));
        boolean unit = unit(text, matched.group(2), "request");
        var period = period(text, matched.group(3) == null ? "1" : matched.group(3), matched.group(4));
        return requests.isPresent() && unit && period.isPresent()
                ? Optional.of(new Allowance(requests.getAsLong(), period.get(), holder))
                : Optional.empty();
    }

    /** {@code 10,000 posts / month}. */
    static OptionalLong postsPerMonth(Text text) {
        var matched = RATE.matcher(text.value());
        if (!matched.matches()) {
            refuseShape(text);
            return OptionalLong.empty();
        }
        var posts = number(text, matched.group(1));
        boolean unit = unit(text, matched.group(2), "post");
        if (!PER_MONTH.equals(matched.group(4))
                || !(matched.group(3) == null || matched.group(3).equals("1"))) {
            text.refuse("posts are counted by the month");
            return OptionalLong.empty();
        }
        return unit ? posts : OptionalLong.empty();
    }

    /** {@code 512 characters}. */
    static OptionalLong characters(Text text, long most) {
        return count(text, "character", most);
    }

    /** {@code 25 rules}: so many of one thing. */
    static OptionalLong count(Text text, String singular, long most) {
        var matched = AMOUNT.matcher(text.value());
        if (!matched.matches()) {
            refuseShape(text);
            return OptionalLong.empty();
        }
        var count = number(text, matched.group(1));
        return unit(text, matched.group(2), singular) ? upTo(most, count, text, singular + "s") : OptionalLong.empty();
    }

    /** {@code 2 at once}: so many at the same time, of the thing that the key names. */
    static OptionalLong atOnce(Text text, String things, long most) {
        var matched = AT_ONCE.matcher(text.value());
        if (!matched.matches()) {
            refuseShape(text);
            return OptionalLong.empty();
        }
        return upTo(most, number(text, matched.group(1)), text, things + " at once");
    }

    private static OptionalLong upTo(long most, OptionalLong count, Text text, String things) {
        if (count.isPresent() && count.getAsLong() > most) {
            text.refuse("at most " + most + " " + things + " are possible, was " + count.getAsLong());
            return OptionalLong.empty();
        }
        return count;
    }

    /** {@code 200.00 USD / month}. */
    static Optional<Price> price(Text text) {
        var matched = RATE.matcher(text.value());
        if (!matched.matches()) {
            refuseShape(text);
            return Optional.empty();
        }
        if (!PER_MONTH.equals(matched.group(4)) || matched.group(3) != null) {
            text.refuse("a price is for one month");
            return Optional.empty();
        }
        Currency currency;
        try {
            currency = Currency.getInstance(matched.group(2));
        } catch (IllegalArgumentException e) {
            text.refuse(Problems.quote(matched.group(2)) + " is no ISO 4217 currency");
            return Optional.empty();
        }
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        var form = digits == 0 ? "[0-9]{1,12}" : "[0-9]{1,12}\\.[0-9]{" + digits + "}";
        var written = matched.group(1).replace(",", "");
        if (!written.matches(form)) {
            text.refuse("a price in " + currency + " has " + digits + " digits after the point, was "
                    + Problems.quote(matched.group(1)));
            return Optional.empty();
        }
        long minor = new BigDecimal(written).movePointRight(digits).longValueExact();
        if (minor == 0) {
            text.refuse("a price is more than nothing; a plan that costs nothing says `free of charge`");
            return Optional.empty();
        }
        return Optional.of(new Price(minor, currency));
    }

    private static void refuseShape(Text text) {
        text.refuse(
                NUMBER.matcher(text.value()).matches()
                        ? Problems.quote(text.value()) + " has no unit"
                        : "cannot read " + Problems.quote(text.value()));
    }

    private static OptionalLong number(Text text, String written) {
        if (!NUMBER.matcher(written).matches()) {
            text.refuse(Problems.quote(written) + " is not a number");
        } else if (written.startsWith("-") || written.matches("0+")) {
            text.refuse("must be at least 1, was " + Problems.quote(written));
        } else if (!GROUPED.matcher(written).matches()) {
            text.refuse("must be a whole number, with nothing but commas between thousands, was "
                    + Problems.quote(written));
        } else {
            var digits = written.replace(",", "");
            if (digits.length() <= 13 && Long.parseLong(digits) <= MOST) {
                long value = Long.parseLong(digits);
                if (value >= 1) {
                    return OptionalLong.of(value);
                }
            }
            text.refuse("must be 1 to " + MOST + ", was " + Problems.quote(written)
                    + " (for no limit at all say `unlimited`)");
        }
        return OptionalLong.empty();
    }

    private static boolean unit(Text text, String written, String singular) {
        boolean right = written.equals(singular) || written.equals(singular + "s");
        if (!right) {
            text.refuse("counts " + singular + "s, not " + Problems.quote(written));
        }
        return right;
    }

    private static Optional<Duration> period(Text text, String written, String unit) {
        var chrono = PERIODS.get(unit);
        var count = number(text, written);
        if (chrono == null) {
            text.refuse("the time must be in s, min, h or d, was " + Problems.quote(unit));
            return Optional.empty();
        }
        if (count.isEmpty()) {
            return Optional.empty();
        }
        var period = Duration.of(count.getAsLong(), chrono);
        if (period.compareTo(LONGEST_PERIOD) > 0) {
            text.refuse("the time must be 1 s to 31 d, was " + Problems.quote(written + " " + unit));
            return Optional.empty();
        }
        return Optional.of(period);
    }
}
