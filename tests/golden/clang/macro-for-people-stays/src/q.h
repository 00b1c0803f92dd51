#define LOG_ERROR(...) write_to(stream, __VA_ARGS__)
