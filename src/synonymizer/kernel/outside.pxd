cdef int DONE, OUTSIDE
