/* The entry point of unmoor. */

#include <stdio.h>

int main(void)
{
	puts("unmoor 0.1.0");
	return 0;
}
