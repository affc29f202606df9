package io.watchllm.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.checks.JavaOutline.Method;
import org.junit.jupiter.api.Test;

class JavaOutlineTest {
    @Test
    void shouldMeasureEveryMethodAndConstructor() throws Exception {
        var outline = JavaOutline.of("""
                record Pair(int a, int b) {
                    Pair {
                        check(a);
                    }

                    static int sum(int a, int b, int c) {
                        return a
                            + b + c;
                    }

                    sealed interface Shape permits Round {
                        int area();
                    }
                }
                """);

        assertThat(outline.methods()).containsExactly(new Method("Pair.<init>", 3, 2), new Method("Pair.sum", 4, 3));
    }
}
