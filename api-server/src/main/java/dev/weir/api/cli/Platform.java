package dev.weir.api.cli;

import dev.weir.api.keys.Accounts;
import dev.weir.api.keys.Pepper;
import dev.weir.billing.subscriptions.Subscriptions;
import java.security.SecureRandom;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/**
 * What commands need to work on accounts, keys and plans.
 *
 * @param jdbi the database
 * @param accounts over it
 */
record Platform(Jdbi jdbi, Accounts accounts) {

    /** Who commands act as, in histories. */
    static final String ACTOR = "command line";

    static Platform open(Terminal terminal, DatabaseOption option) {
        var configuration = new Databases(terminal).configuration(option.file());
        var jdbi = Databases.jdbi(configuration);
        var pepper = new Pepper(configuration.keys().pepper());
        return new Platform(
                jdbi, new Accounts(jdbi, new Subscriptions(jdbi), pepper, Clock.systemUTC(), new SecureRandom()));
    }
}
