package dev.weir.api.demo;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.billing.catalogue.Catalogue;
import dev.weir.billing.catalogue.CatalogueStore;
import dev.weir.billing.catalogue.InvalidCatalogueException;
import dev.weir.billing.catalogue.PlanInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** The demo's catalogue: the plans of the checkout, and one whose window is small enough to run into by hand. */
final class DemoPlans {

    /** Allows {@code GET /2/users/{id}} three times a minute. */
    static final String LOW = "demo-low";

    private DemoPlans() {}

    /** Makes the catalogue the newest version, unless it is already. */
    static Catalogue publish(DemoFiles files, Jdbi jdbi) throws IOException {
        try {
            var text = Files.readString(files.plans()).stripTrailing() + "\n\n" + low();
            return new CatalogueStore(jdbi)
                    .publish(text, Endpoint.ids(), "demo")
                    .catalogue();
        } catch (InvalidCatalogueException e) {
            throw new DemoFailure(
                    "%s, with the demo's own plan at its end, is not a valid catalogue:\n%s"
                            .formatted(files.plans(), e.getMessage()),
                    e);
        } catch (PlanInUseException e) {
            throw new DemoFailure("cannot publish the demo's plans: " + e.getMessage(), e);
        }
    }

    private static String low() {
        return """
                  %s:
                    description: Shows what a used up window looks like.
                    price: free of charge
                    posts: 5,000 posts / month
                    burst: 5 requests / 1 s
                    query length: 512 characters
                    streams: 1 connection
                    rules: 5 rules
                    rule length: 512 characters
                    endpoints:
                %s
                """.formatted(
                        LOW,
                        Arrays.stream(Endpoint.values()).map(DemoPlans::window).collect(Collectors.joining("\n"))).stripTrailing()
                + "\n";
    }

    private static String window(Endpoint endpoint) {
        return "      %s: %s"
                .formatted(endpoint.id(), endpoint == Endpoint.USER ? "3 requests / 1 min" : "60 requests / 15 min");
    }
}
