package io.columnseal.benchmarks.kms;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Asks the service once for each operation and answers every further request with the same bytes, from memory: what is
 * left of a call is what client code does.
 */
final class RecordedAnswers implements SdkHttpClient {

    private final SdkHttpClient service;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    RecordedAnswers(SdkHttpClient service) {
        this.service = service;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                String operation = request.httpRequest()
                        .firstMatchingHeader("X-Amz-Target")
                        .orElseThrow();
                Answer answer = answers.get(operation);
                if (answer == null) {
                    answer = Answer.of(service.prepareRequest(request).call());
                    answers.put(operation, answer);
                }
                return answer.response();
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {
        service.close();
    }

    private record Answer(SdkHttpResponse head, byte[] body) {

        private static Answer of(HttpExecuteResponse response) throws IOException {
            try (AbortableInputStream body = response.responseBody().orElseThrow()) {
                return new Answer(response.httpResponse(), body.readAllBytes());
            }
        }

        private HttpExecuteResponse response() {
            return HttpExecuteResponse.builder()
                    .response(head)
                    .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                    .build();
        }
    }
}
