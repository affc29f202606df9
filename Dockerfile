# One image for every process of the pipeline: `watchllm processor`, `watchllm sink`, `watchllm schema create` …

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --batch-mode --no-transfer-progress -q -DskipTests -pl cli -am package

FROM eclipse-temurin:25-jre-noble
# A fixed number, so that volumes and the cluster's security rules can name it.
RUN useradd --system --uid 10001 --no-create-home --home-dir /var/lib/watchllm --shell /usr/sbin/nologin watchllm \
    && mkdir -p /var/lib/watchllm/state \
    && chown -R watchllm /var/lib/watchllm
COPY --from=build /build/cli/target/distribution/lib /opt/watchllm/lib
COPY --chmod=755 docker/watchllm /usr/local/bin/watchllm
USER 10001
WORKDIR /var/lib/watchllm
EXPOSE 8080
# Ask the process itself; the flags keep the question small.
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=4 \
    CMD WATCHLLM_JAVA_OPTS="-Xmx32m -XX:+UseSerialGC -XX:TieredStopAtLevel=1" watchllm health
ENTRYPOINT ["watchllm"]
CMD ["--help"]
