package io.columnseal.test.kms;

import java.util.Map;

/** What a request is answered. */
record Answer(int status, String contentType, Map<String, String> headers, String body) {

    Answer(int status, String contentType, String body) {
        this(status, contentType, Map.of(), body);
    }
}
