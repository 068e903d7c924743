/*
 * A ClickHouse server of npm's libchdb: usage node-launcher LIBCHDB FOLDER TCP-PORT HTTP-PORT THREADS.
 * Lives until its standard input closes, so that it never outlives the test that started it.
 *
 * The library exports `clickhouse local` as a function. Its server ports are opened by a statement; a second statement
 * that reads a pipe which nobody writes to keeps it waiting.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char pipe_name[512];

static void *hold_until_input_closes(void *unused) {
  int pipe = open(pipe_name, O_WRONLY);
  char bytes[64];
  while (read(0, bytes, sizeof bytes) > 0) {
  }
  close(pipe);
  return unused;
}

int main(int count, char **given) {
  if (count != 6) {
    fputs("node-launcher LIBCHDB FOLDER TCP-PORT HTTP-PORT THREADS\n", stderr);
    return 2;
  }
  void *library = dlopen(given[1], RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  void *(*run)(int, char **) = dlsym(library, "chdb_query_cmdline");
  const char *(*error_of)(void *) = dlsym(library, "chdb_result_error");
  char statements[1024], data[600], threads[64];
  mkdir(given[2], 0700);
  snprintf(pipe_name, sizeof pipe_name, "%s/keep.fifo", given[2]);
  unlink(pipe_name);
  mkfifo(pipe_name, 0600);
  snprintf(statements, sizeof statements,
           "SYSTEM START LISTEN TCP; SYSTEM START LISTEN HTTP; SELECT count() FROM file('%s', 'LineAsString')",
           pipe_name);
  snprintf(data, sizeof data, "%s/data", given[2]);
  snprintf(threads, sizeof threads, "--max_threads=%s", given[5]);
  pthread_t thread;
  pthread_create(&thread, 0, hold_until_input_closes, 0);
  char *arguments[] = {"clickhouse", "--path", data, "--listen_host", "127.0.0.1", "--tcp_port", given[3],
                       "--http_port", given[4], threads, "--multiquery", "--query", statements};
  void *result = run(13, arguments);
  const char *error = result ? error_of(result) : "no result";
  if (error) fprintf(stderr, "%.300s\n", error);
  return error ? 1 : 0;
}
