/* Apache's C client: client_bench SERVERS. Each line on standard input is answered with one line of "name=value" of one round.
   cc -O2 -o client_bench client_bench.c -lzookeeper_mt -lpthread */
#define THREADED
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zookeeper/zookeeper.h>

#define NODE "/client"
#define OWN "/client-c"
#define DATA "0123456789abcdef"
enum { GETS = 3000, PIPELINED = 15000, CREATES = 300, DATA_LENGTH = 16, PATH_LENGTH = 64 };

static volatile int connected;
static sem_t room;

static void on_state(zhandle_t *client, int type, int state, const char *path, void *context)
{
    if (state == ZOO_CONNECTED_STATE)
        connected = 1;
}

static void on_data(int code, const char *value, int length, const struct Stat *stat, const void *context)
{
    if (code != ZOK)
        fprintf(stderr, "get failed: %d\n", code);
    sem_post(&room);
}

static double micros(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
    double difference = *(const double *)a - *(const double *)b;
    return difference < 0 ? -1 : difference > 0;
}

static void print_percentiles(const char *name, double *samples, int count)
{
    qsort(samples, count, sizeof *samples, compare);
    printf(" %s-p50=%.1f %s-p99=%.1f", name, samples[count / 2], name, samples[count * 99 / 100]);
}

static void get(zhandle_t *client)
{
    static double samples[GETS];
    char buffer[PATH_LENGTH];
    for (int i = 0; i < GETS; i++) {
        int length = sizeof buffer;
        double begin = micros();
        zoo_get(client, NODE, 0, buffer, &length, NULL);
        samples[i] = micros() - begin;
    }
    print_percentiles("get", samples, GETS);
}

static void pipelined(zhandle_t *client, int depth)
{
    sem_init(&room, 0, depth);
    double begin = micros();
    for (int i = 0; i < PIPELINED; i++) {
        sem_wait(&room);
        zoo_aget(client, NODE, 0, on_data, NULL);
    }
    for (int i = 0; i < depth; i++)
        sem_wait(&room);
    printf(" rate-%d=%.0f", depth, PIPELINED / (micros() - begin) * 1e6);
}

static void create(zhandle_t *client)
{
    static double creates[CREATES], deletes[CREATES];
    char path[PATH_LENGTH];
    for (int i = 0; i < CREATES; i++) {
        double begin = micros();
        zoo_create(client, OWN, DATA, DATA_LENGTH, &ZOO_OPEN_ACL_UNSAFE, ZOO_EPHEMERAL, path, sizeof path);
        double created = micros();
        zoo_delete(client, OWN, -1);
        creates[i] = created - begin;
        deletes[i] = micros() - created;
    }
    print_percentiles("create", creates, CREATES);
    print_percentiles("delete", deletes, CREATES);
}

int main(int count, char **arguments)
{
    char line[PATH_LENGTH];
    if (count < 2)
        return 2;
    zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
    zhandle_t *client = zookeeper_init(arguments[1], on_state, 10000, NULL, NULL, 0);
    while (!connected)
        usleep(1000);
    zoo_create(client, NODE, DATA, DATA_LENGTH, &ZOO_OPEN_ACL_UNSAFE, 0, line, sizeof line);
    printf("%.0f client READY\n", micros() * 1e3);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        printf("%.0f client ROUND", micros() * 1e3);
        get(client);
        pipelined(client, 20);
        pipelined(client, 200);
        create(client);
        printf("\n");
        fflush(stdout);
    }
    return zookeeper_close(client);
}
