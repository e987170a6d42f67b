package dev.weir.billing.catalogue;

import java.util.Currency;

/**
 * What a plan costs each month.
 *
 * @param minorUnits in the smallest unit of the currency, for example cents; at least 1
 * @param currency the currency
 */
public record Price(long minorUnits, Currency currency) {

    public Price {
        if (minorUnits < 1) {
            throw new IllegalArgumentException("a price is at least 1 minor unit, was " + minorUnits);
        }
    }
}
