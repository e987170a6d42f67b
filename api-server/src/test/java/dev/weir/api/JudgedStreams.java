package dev.weir.api;

import com.twitter.clientlib.ApiClient;
import com.twitter.clientlib.api.TwitterApi;
import dev.weir.api.contract.ContractFilter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** Holds every line that the Java SDK reads of a stream to the OpenAPI document. */
final class JudgedStreams implements Interceptor {

    private final TestServer server;

    private JudgedStreams(TestServer server) {
        this.server = server;
    }

    /** Connects the SDK to this server. */
    static TwitterApi connected(TestServer server, TwitterApi api) {
        ApiClient client = api.getApiClient();
        client.setBasePath(server.uri("").toString());
        client.setHttpClient(client.getHttpClient()
                .newBuilder()
                .addInterceptor(new JudgedStreams(server))
                .build());
        return api;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String exchange = response.header(ContractFilter.EXCHANGE);
        boolean isStream =
                response.code() == 200 && chain.request().url().encodedPath().endsWith("/stream");
        if (exchange == null || !isStream) {
            return response;
        }
        server.judge(exchange, List.of());
        ResponseBody body = Objects.requireNonNull(response.body());
        Source judged = new Judged(body.source(), exchange);
        return response.newBuilder()
                .body(ResponseBody.create(Okio.buffer(judged), body.contentType(), -1))
                .build();
    }

    private final class Judged extends ForwardingSource {

        private final String exchange;
        private final Buffer unjudged = new Buffer();

        private Judged(Source lines, String exchange) {
            super(lines);
            this.exchange = exchange;
        }

        @Override
        public long read(Buffer sink, long most) throws IOException {
            long read = super.read(sink, most);
            if (read > 0) {
                sink.copyTo(unjudged, sink.size() - read, read);
                for (long end = unjudged.indexOf((byte) '\n'); end >= 0; end = unjudged.indexOf((byte) '\n')) {
                    String line = unjudged.readUtf8(end + 1).strip();
                    if (!line.isEmpty()) {
                        server.judge(exchange, List.of(line));
                    }
                }
            }
            return read;
        }
    }
}
