package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that breaks its contract is found out by {@link TestServer}, whatever part of an answer is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {

    private final Mistake mistake = new Mistake();
    private TestServer server;
    private SampleMicroblog sample;
    private String key;

    @BeforeAll
    void start() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
        server = TestServer.start(clock, environment -> {
            environment.jersey().register(mistake);
            environment
                    .servlets()
                    .addFilter("mistake", mistake.outside)
                    .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        });
        sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
        key = server.key("first-party");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void anAnswerWithoutMistakePasses() throws Exception {
        mistake.bodyFrom = "";
        mistake.bodyTo = "";
        mistake.header = "";

        HttpResponse<String> answer = server.get("/2/tweets/" + sample.reply() + "?expansions=author_id", key);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.get("/2/tweets/x", key).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "edit_history_tweet_ids | edit_history    | edit_history",
                "\"text\":              | \"text\":null,\"t\": | text",
                "\"includes\":          | \"more\":       | more",
                "\"data\":{             | \"data\":[{     | not JSON",
                "{                      | <html>{         | not JSON",
            })
    void aWrongBodyIsFound(String from, String to, String told) throws Exception {
        mistake.header = "";
        mistake.bodyFrom = from;
        mistake.bodyTo = to;

        assertFound(TestServer.throughJersey(sample.reply()) + "?expansions=author_id", told);
    }

    @ParameterizedTest
    @CsvSource({
        "x-powered-by, x-powered-by",
        "x-rate-limit-reset, soon",
        "Content-Type, text/html",
        "status, 418",
    })
    void aWrongHeadIsFound(String header, String told) throws Exception {
        mistake.bodyFrom = "";
        mistake.bodyTo = "";
        mistake.header = header;

        assertFound(TestServer.throughJersey(sample.reply()), told);
    }

    @Test
    void aWrongRefusalIsFound() throws Exception {
        mistake.header = "";
        mistake.bodyFrom = "api.twitter.com";
        mistake.bodyTo = "api.x.com";

        assertFound("/2/tweets/x", "/2/tweets/x");
    }

    private void assertFound(String path, String told) throws Exception {
        assertThatThrownBy(() -> server.get(path, key))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(told);
    }

    /** Spoils answers: bodies as they are written, heads behind all that the server does to them. */
    private static final class Mistake implements WriterInterceptor {

        private volatile String bodyFrom = "";
        private volatile String bodyTo = "";
        private volatile String header = "";
        private final Outside outside = new Outside(this);

        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
            OutputStream out = context.getOutputStream();
            ByteArrayOutputStream right = new ByteArrayOutputStream();
            context.setOutputStream(right);
            context.proceed();
            String text = right.toString(StandardCharsets.UTF_8);
            int at = text.indexOf(bodyFrom);
            String wrong = at < 0 ? text : text.substring(0, at) + bodyTo + text.substring(at + bodyFrom.length());
            out.write(wrong.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Outside extends HttpFilter {

        private static final long serialVersionUID = 1L;

        private final transient Mistake mistake;

        private Outside(Mistake mistake) {
            this.mistake = mistake;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, new HttpServletResponseWrapper(response) {
                @Override
                public void setStatus(int status) {
                    super.setStatus(mistake.header.equals("status") ? 418 : status);
                    if (mistake.header.startsWith("x-")) {
                        super.setHeader(mistake.header, "soon");
                    }
                }

                @Override
                public void setContentType(String type) {
                    super.setContentType(mistake.header.equals("Content-Type") ? "text/html" : type);
                }

                @Override
                public void setHeader(String name, String value) {
                    boolean wrong = mistake.header.equalsIgnoreCase(name);
                    super.setHeader(name, !wrong ? value : name.equals("Content-Type") ? "text/html" : "soon");
                }

                @Override
                public void addHeader(String name, String value) {
                    boolean wrong = mistake.header.equalsIgnoreCase(name);
                    super.addHeader(name, !wrong ? value : name.equals("Content-Type") ? "text/html" : "soon");
                }
            });
        }
    }
}
