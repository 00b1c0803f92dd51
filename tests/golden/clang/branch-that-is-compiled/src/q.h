#define VERSION 3
