package dev.weir.api.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.keys.ApiKey;
import dev.weir.api.keys.KeyListing;
import dev.weir.api.keys.NewKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir keys}. */
@Command(
        name = "keys",
        description = "Makes, lists and revokes API keys.",
        subcommands = {KeysCommand.Create.class, KeysCommand.ListKeys.class, KeysCommand.Revoke.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class KeysCommand extends CommandGroup {

    /** {@code weir keys create}. */
    @Command(
            name = "create",
            description = "Makes a key and prints it, this one time.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        @ArgGroup(exclusive = true, multiplicity = "1")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Owner owner;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                defaultValue = "command line",
                description = "Name of what is made along with the key. Default: ${DEFAULT-VALUE}.")
        private String name = "";

        @Option(
                names = "--scopes",
                split = ",",
                paramLabel = "SCOPE",
                defaultValue = "tweet.read,users.read",
                description = "What the key is meant to do; stored, not enforced yet. Default: ${DEFAULT-VALUE}.")
        private Set<String> scopes = Set.of();

        @Option(names = "--user", paramLabel = "ID", description = "Id of the microblog user the key acts for.")
        private Optional<Long> user = Optional.empty();

        @Option(names = "--test", description = "Make a test key (weir_test_…).")
        private boolean test;

        @Option(names = "--expires", paramLabel = "TIME", description = "When it ends, such as 2030-01-31T00:00:00Z.")
        private Optional<Instant> expires = Optional.empty();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        Create(Terminal terminal) {
            this.terminal = terminal;
        }

        /** To whom the key shall belong. */
        private static final class Owner {
            @Option(names = "--app", paramLabel = "ID", description = "A key for this app.")
            private Optional<Long> app = Optional.empty();

            @Option(names = "--account", paramLabel = "ID", description = "A new app of this account.")
            private Optional<Long> account = Optional.empty();

            @Option(names = "--plan", paramLabel = "PLAN", description = "A new account on this plan, with an app.")
            private Optional<String> plan = Optional.empty();
        }

        /** What a script wants to know of a new key. */
        private record Made(
                String key,
                String id,
                @JsonProperty("app_id") String appId) {}

        @Override
        public Integer call() {
            if (expires.filter(Clock.systemUTC().instant()::isAfter).isPresent()) {
                throw new CommandFailure("--expires is in the past: " + expires.get());
            }
            var platform = Platform.open(terminal, database);
            user.ifPresent(id -> requireUser(platform.jdbi(), id));
            var accounts = platform.accounts();
            long app = owner.app.orElseGet(() -> accounts.createApp(
                    owner.account.orElseGet(() -> accounts.createAccount(
                            name,
                            owner.plan.orElseThrow(() -> new IllegalStateException("picocli lets no one past")),
                            Platform.ACTOR)),
                    name));
            var key = accounts.createKey(new NewKey(app, test, scopes, user, expires));
            if (json) {
                terminal.json(new Made(key.reveal(), key.id(), "" + app));
            } else {
                terminal.data().println(key.reveal());
                terminal.say("Key %s of app %d. It is not shown again.".formatted(key.id(), app));
            }
            return 0;
        }
    }

    private static void requireUser(Jdbi jdbi, long id) {
        boolean known = jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from microblog.users where id = :id)")
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
        if (!known) {
            throw new CommandFailure("there is no user %d in the microblog for whom the key could act".formatted(id));
        }
    }

    /** {@code weir keys list}. */
    @Command(name = "list", description = "Lists the keys of an account.", mixinStandardHelpOptions = true)
    static final class ListKeys implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        @Option(names = "--account", required = true, paramLabel = "ID", description = "The account.")
        private long account;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        ListKeys(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var keys = Platform.open(terminal, database).accounts().keys(account);
            if (json) {
                terminal.json(keys);
            } else if (keys.isEmpty()) {
                terminal.say("Account %d has no keys.".formatted(account));
            } else {
                keys.forEach(key -> terminal.data().println(line(key)));
            }
            return 0;
        }

        private static String line(KeyListing key) {
            return "%s  %s  app %d  %s%s%s"
                    .formatted(
                            key.id(),
                            key.hint(),
                            key.appId(),
                            String.join(",", new TreeSet<>(key.scopes())),
                            key.userId().map(user -> "  for user " + user).orElse(""),
                            key.revokedAt()
                                    .map(at -> "  revoked " + at)
                                    .or(() -> key.expiresAt().map(at -> "  expires " + at))
                                    .orElse(""));
        }
    }

    /** {@code weir keys revoke}. */
    @Command(
            name = "revoke",
            description = "Revokes a key for good; every gateway refuses it within five seconds.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {

        private final Terminal terminal;

        @Mixin
        private final DatabaseOption database = new DatabaseOption();

        @Parameters(paramLabel = "KEY", description = "The key, or its id alone.")
        private String key = "";

        Revoke(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            var id = ApiKey.parse(key).map(ApiKey::id).orElse(key);
            boolean worked = Platform.open(terminal, database).accounts().revoke(id);
            terminal.say(worked ? "Revoked %s.".formatted(id) : "%s was revoked before.".formatted(id));
            return 0;
        }
    }
}
