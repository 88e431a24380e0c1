#ifndef KAIMEN_ALLOCATIONS_H
#define KAIMEN_ALLOCATIONS_H

/// How many blocks this thread has asked the heap for since it began.
unsigned long kaimen_allocations(void);

#endif
