package dev.weir.api.demo;

import java.io.PrintStream;

/** What a person sees when the demo is ready: lines to paste into another terminal. */
final class Banner {

    private final PrintStream out;

    Banner(PrintStream out) {
        this.out = out;
    }

    void print(DemoDescription demo, DemoFiles files, DemoGateway gateway) {
        var url = demo.baseUrl();
        var alice = demo.userIds().get("alice");
        out.print("""

                Weir is at %s (documentation: %s/docs). Paste one of these:

                  # a user
                  curl -i %s/2/users/by/username/alice -H 'Authorization: Bearer %s'

                  # a search
                  curl -s '%s/2/tweets/search/recent?query=%s&expansions=author_id' -H 'Authorization: Bearer %s'

                  # three calls a minute are allowed, the fourth is refused: 200 200 200 429
                  for i in 1 2 3 4; do curl -s -o /dev/null -w '%%{http_code} ' %s/2/users/%s -H 'Authorization: Bearer %s'; done; echo

                All keys are in %s. Health and metrics: %s. Log: %s.
                Another gateway: ./weir demo --join --port %d. Ctrl-C stops this one.
                """.formatted(
                        url,
                        url,
                        url,
                        demo.key("free"),
                        url,
                        demo.searchWord(),
                        demo.key("basic"),
                        url,
                        alice,
                        demo.key("low"),
                        files.home().relativize(files.demoJson()),
                        demo.adminUrl(),
                        files.home().relativize(files.log(gateway.port())),
                        gateway.port() + 10));
    }
}
